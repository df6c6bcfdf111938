"""Every URL name of the admin, and what a stranger from another partner finds behind it.

`closed`: refused (302 to the admin's home or a public page, 403, 404, 405), by GET and by POST.
`opened`: may answer, with nothing of the other partner's in it; a POST may write only to `writes`.
A URL name without a row fails `test_foreign_partner.py`: whoever adds one decides here who may open it.
"""

from prisoner_pages.partners.actions.webhooks import ACTS as WEBHOOK_ACTS
from prisoner_pages.records.actions.acts import ACTS
from tests.security.admin_rows import ROWS, closed, opened
from tests.security.partner_world import CANARY, FINDABLE

__all__ = ["BULK", "ROWS"]

# --- Home, account, what holds no partner's things -------------------------------------------------
OWN_ACCOUNT = ("auth_user", "wagtailusers_userprofile")
opened("", "wagtailadmin_home wagtailadmin_sprite wagtailadmin_javascript_catalog wagtailadmin_login")
opened("", "wagtailadmin_account wagtailadmin_dismissibles", writes=OWN_ACCOUNT)
opened("", "wagtailadmin_logout wagtailadmin_block_preview")
opened(
    "",
    "my_day_list",
    name=[
        *("=own-drafts", "=others-drafts", "=submitted", "=sent-back", "=to-approve", "=places-to-check"),
        *("=announcements", "=endangering-campaigns"),
    ],
)
opened("", "my_sessions end_my_other_sessions logged_in_again")
opened("", "guides guide guide_picture", name="=letter")
closed("", "end_my_session")  # that of another person is none
opened("", "staff_invitation")
closed("", "staff_people staff_person staff_end_role staff_leave")
closed("", "staff_invitations staff_invite_again staff_take_back")
opened("", "wagtailadmin_password_reset wagtailadmin_password_reset_done")
opened("", "wagtailadmin_password_reset_confirm wagtailadmin_password_reset_complete")
opened("", "account_login account_logout account_inactive mfa_authenticate mfa_login_webauthn")
opened("", "account_reset_password account_reset_password_done account_reset_password_from_key_done")
# Allauth keeps the address of one's own account.
opened("", "account_reset_password_from_key", uidb36="=1", key="=x-y", writes=("account_emailaddress",))
# One's own password and second step: what belongs to somebody else is not found.
opened("", "account_change_password account_reauthenticate mfa_index mfa_activate_totp mfa_deactivate_totp")
opened("", "mfa_add_webauthn mfa_list_webauthn mfa_edit_webauthn mfa_remove_webauthn")
opened(
    "", "mfa_generate_recovery_codes mfa_view_recovery_codes mfa_reauthenticate mfa_reauthenticate_webauthn"
)
closed("second_steps", "index ask confirm refuse")
closed("", "wagtailadmin_tag_autocomplete", query={"term": "м"})
closed("", "wagtailadmin_tag_model_autocomplete", query={"term": "м"}, app_name="=taggit", model_name="=tag")
closed("", "staff_picture wagtailadmin_error_test")
closed("wagtailadmin_editing_sessions", "ping")
opened("wagtailadmin_editing_sessions", "release")  # deletes one's own session only

# --- Pages -----------------------------------------------------------------------------------------
opened("", "wagtailadmin_explore_root")
closed("", "wagtailadmin_explore wagtailadmin_explore_results")
opened("wagtailadmin_pages", "search search_results", query={"q": FINDABLE})
opened("wagtailadmin_pages", "type_use type_use_results choose_parent", model_name="=campaignpage")
closed(
    "wagtailadmin_pages",
    "add preview_on_add usage edit preview_on_edit view_draft add_subpage delete unpublish convert_alias move"
    " move_confirm set_page_position copy workflow_action collect_workflow_action_data"
    " confirm_workflow_cancellation workflow_preview set_privacy lock unlock revisions_index revisions_view"
    " revisions_revert revisions_unschedule revisions_compare workflow_history workflow_history_detail"
    " history history_results",
    pk="pages",
)
opened("", "wagtailadmin_choose_page", query={"page_type": "wagtailcore.page"})
opened("", "wagtailadmin_choose_page_child")
opened("", "wagtailadmin_choose_page_search", query={"q": FINDABLE})
closed("", "wagtailadmin_choose_page_chosen_multiple", query={"id": "draft_story"})
opened("", "wagtailadmin_choose_page_external_link wagtailadmin_choose_page_email_link")
opened("", "wagtailadmin_choose_page_phone_link wagtailadmin_choose_page_anchor_link")
opened("wagtailadmin_api", "pages:listing", query={"child_of": "other_section", "fields": "=parent"})
closed("wagtailadmin_api", "pages:detail", pk=["draft_story", "campaign"])
opened("wagtailadmin_api", "pages:find", query={"id": "draft_story"})
closed("wagtailadmin_api", "pages:action", pk="pages", action_name=["=publish", "=copy", "=create_alias"])
closed("wagtailadmin_api", "documents:listing documents:detail documents:find")
closed("wagtailadmin_api", "images:listing images:detail images:find", pk="image")

# --- What only coordinators or administrators have -------------------------------------------------
closed("wagtailadmin_collections", "index add edit delete set_privacy", pk="collection")
closed(
    "wagtailadmin_workflows",
    "index index_results add enable disable edit usage usage_results remove add_task select_task_type"
    " task_index task_index_results edit_task disable_task enable_task task_chooser task_chooser_results"
    " task_chooser_create task_chosen",
    model_name="=partnerapprovaltask",
)
closed(
    "wagtailadmin_reports",
    "locked_pages locked_pages_results workflow workflow_results workflow_tasks workflow_tasks_results"
    " site_history site_history_results aging_pages aging_pages_results page_types_usage"
    " page_types_usage_results",
)
closed("wagtailredirects", "index index_results add edit delete start_import process_import")
closed(
    "wagtailsettings",
    "edit preview_on_edit",
    app_name=["=home", "=translation"],
    model_name=["=sitesettings", "=translationsettings"],
)
closed("wagtailembeds", "chooser chooser_upload")
closed("wagtaillocales", "index index_results add edit delete history history_results usage copy")
closed("wagtailsites", "index index_results add edit delete history history_results usage copy")
closed("wagtailusers_users", "index index_results add edit delete history history_results usage copy")
closed("wagtailusers_groups", "index index_results add edit delete history history_results usage")

# --- wagtail-localize: text in another language comes by `place_story` alone -----------------------
opened("wagtail_localize", "javascript_catalog")
closed(
    "wagtail_localize",
    "submit_page_translation submit_snippet_translation update_translations edit_string_translation"
    " edit_override download_pofile upload_pofile machine_translate preview_translation stop_translation"
    " convert_to_alias translations_report translations_report_results snippets_api_listing"
    " snippets_api_detail",
    pk="draft_record",
)
closed("", "desk_for_page desk_for_snippet desk_for_source", pk="=1")  # the desk's own people only

# --- Files -----------------------------------------------------------------------------------------
opened("wagtailimages", "index index_results add add_multiple")
closed(
    "wagtailimages",
    "edit delete url_generator url_generator_output preview image_usage edit_multiple delete_multiple"
    " create_multiple_from_uploaded_image delete_upload_multiple",
)
opened("wagtailimages_chooser", "choose choose_results create", query={"q": FINDABLE})
closed("wagtailimages_chooser", "chosen select_format", pk="image")
opened("wagtailimages_chooser", "chosen_multiple", query={"id": "image"})
closed(
    "wagtaildocs",
    "index index_results add edit delete add_multiple edit_multiple create_multiple_from_uploaded_document"
    " delete_multiple delete_upload_multiple document_usage",
)
closed("wagtaildocs_chooser", "choose choose_results chosen_multiple chosen create")

# --- Snippets --------------------------------------------------------------------------------------
opened("", "wagtailsnippets:index")
opened("wagtailsnippets_prisoner_pages_prisoner", "list list_results add", query={"q": FINDABLE})
opened("wagtailsnippets_prisoner_pages_prisoner", "preview_on_add")
closed(
    "wagtailsnippets_prisoner_pages_prisoner",
    "edit inspect delete usage history history_results preview_on_edit revisions_view revisions_revert"
    " revisions_compare revisions_unschedule unpublish lock unlock workflow_action"
    " collect_workflow_action_data confirm_workflow_cancellation workflow_history workflow_history_detail"
    " workflow_preview",
    pk=["live_record", "draft_record"],
    revision_id="live_revision",
    task_state_id="record_task",
    workflow_state_id="record_workflow",
)
opened("wagtailsnippetchoosers_prisoner_pages_prisoner", "choose choose_results", query={"q": FINDABLE})
closed("wagtailsnippetchoosers_prisoner_pages_prisoner", "chosen", pk="draft_record")
opened("wagtailsnippetchoosers_prisoner_pages_prisoner", "chosen_multiple", query={"id": "draft_record"})

WORDS = ("occupation", "interest", "topic", "casegroup", "chargearticle", "observance", "place")
for word in WORDS:
    ours, pickers = f"wagtailsnippets_prisoner_pages_{word}", f"wagtailsnippetchoosers_prisoner_pages_{word}"
    opened(ours, "list list_results", query={"q": FINDABLE})
    # An editor may propose a word: a draft until a coordinator publishes it.
    opened(ours, "add", writes=(f"prisoner_pages_{word}", "wagtail", "home_generation"))
    closed(
        ours,
        "edit delete usage history history_results revisions_revert revisions_compare revisions_unschedule"
        " unpublish",
        pk="word",
        revision_id="word_revision",
    )
    opened(pickers, "choose choose_results", query={"q": FINDABLE})
    closed(pickers, "chosen", pk="word")
    opened(pickers, "chosen_multiple", query={"id": "word"})

opened("wagtailsnippets_prisoner_pages_facility", "list list_results inspect", pk="facility")
closed(
    "wagtailsnippets_prisoner_pages_facility", "add edit delete usage history history_results", pk="facility"
)
opened(
    "wagtailsnippetchoosers_prisoner_pages_facility",
    "choose choose_results chosen chosen_multiple",
    query={"id": "facility"},
    pk="facility",
)
opened("wagtailsnippets_prisoner_pages_figure", "list list_results inspect", pk="figure")
closed("wagtailsnippets_prisoner_pages_figure", "add edit delete usage history history_results", pk="figure")
opened(
    "wagtailsnippetchoosers_prisoner_pages_figure",
    "choose choose_results chosen chosen_multiple",
    query={"id": "figure"},
    pk="figure",
)
# An editor keeps no front ends, a moderator the own partner's.
FRONT_ENDS = "wagtailsnippets_prisoner_pages_frontend"
opened(FRONT_ENDS, "list list_results add", writes=("prisoner_pages_frontend", "wagtail", "home_generation"))
closed(FRONT_ENDS, "edit delete usage history history_results", pk="front_end")
opened(
    "wagtailsnippetchoosers_prisoner_pages_frontend",
    "choose choose_results chosen_multiple",
    query={"id": "front_end"},
)
closed("wagtailsnippetchoosers_prisoner_pages_frontend", "chosen", pk="front_end")
closed("", "front_end_secret", pk="front_end")
closed(
    "",
    "front_end_preview",
    front_end="front_end",
    kind=["=record", "=story", "=campaign", "=event", "=partner"],
    pk=["live_record", "draft_record", "pages"],
)
opened("", "webhooks new_webhook")
closed("", "who_may_do_what languages_to_open proposed_words")
closed("", "site_frame old_addresses remove_old_address", pk="=1")
closed("", "correct_figure take_back_figure", pk="figure")
closed("", "partners new_partner partner open_workspace close_partner reopen_partner", pk="other")
closed("", "word_uses merge_word take_word refuse_word", kind=["=occupation", "=casegroup"])
closed("", "language_to_open language_act", code="=en", name=["=open", "=close"])
closed("", "webhook webhook_act", pk="webhook", name=[f"={name}" for name in WEBHOOK_ACTS])
closed("", "webhook_again", pk="delivery")
closed(
    "wagtailsnippets_prisoner_pages_partner",
    "list list_results add edit delete usage history history_results",
    pk="other",
)
opened(
    "wagtailsnippetchoosers_prisoner_pages_partner",
    "choose choose_results chosen_multiple",
    query={"id": "other"},
)
closed("wagtailsnippetchoosers_prisoner_pages_partner", "chosen", pk="other")

# --- Texts by languages: those who have a right in a language, and whoever gives such rights ---------
closed("translation_desk", "index editor publish roles end_role changes", pk="=1")
closed("translation_desk", "files take_file fetch_file", name=["=po", "=table"])
closed("translation_desk", "interface interface_words export_words withdraw_words", language="=de")
closed("translation_desk", "mail session")
closed("translation_desk", "save_unit approve_unit return_unit keep_unit leave_out_unit", pk="=1")
closed("translation_desk", "hand_out take give_back history languages rules", pk="=1")
closed("translation_desk", "schedule unschedule approve_unchanged preview share", pk="=1")

# Who leads the desk opens texts; words are for those with a right in their language.
closed("translation_desk", "help ask set_aside draft answer", pk="=1")
# For whoever edits anything: questions about what is theirs.
opened("translation_desk", "questions")
closed("translation_desk", "open open_in_bulk bulk_job stop_bulk words", pk="=1")

# --- The glossary: coordinators write it -------------------------------------------------------------
closed("glossary", "index index_results add edit delete history history_results usage", pk="term")
closed("glossary", "files take fetch")

# --- The lists of moderation: coordinators write them ------------------------------------------------
LIST_SCREENS = "index index_results add edit delete history history_results usage"
closed("watched_words", LIST_SCREENS, pk="watched_word")
closed("writing_advice", LIST_SCREENS, pk="advice")
closed("writing_aids", LIST_SCREENS, pk="writing_aid")
closed("letter_reasons", LIST_SCREENS, pk="reason")
closed("post_countries", LIST_SCREENS, pk="post_country")

# --- What relatives write: the record's own partner alone ------------------------------------------
opened("letter_desk", "family")
closed("letter_desk", "family_request family_pause family_answer family_note family_name family_flood")

# --- Letters: a partner's editors and moderators handle none ---------------------------------------
closed("letter_desk", "desks desk postage add_seat edit_seat end_seat", seat_pk="=1")
closed("letter_desk", "access_requests grant_access ask_access numbers")
closed("letter_desk", "closed bring_back")
closed("letter_desk", "export_numbers", file_format="=csv")
# For coordinators across partners, for auditors, for the coordinator of the letter's desk.
closed("letter_desk", "keeping limits draw log erase")
closed("letter_desk", "index next do_bulk bulk undo_bulk")
closed("letter_desk", "detail act undo take give_back take_over note drawing")
closed("letter_desk", "key_in keyed_in")
closed("letter_desk", "similar", group="=similar")
closed(
    "letter_desk",
    "packs make_pack pack go_on cancel_pack pack_file destroyed print_again pull",
    kind="=letters",
)
closed("letter_desk", "scans scans_batch scans_act scans_page scans_key_in letter_scan", group="=1")
closed("letter_desk", "event_sheets event_evening", pk="pages")
closed("letter_desk", "scan scan_one scan_frame post_pack post_run come_back bank stops lift_stop")
closed("letter_desk", "replies add_reply reply reply_consent share_reply unshare_reply")
closed("letter_desk", "reply_for_writer reply_take_back close_reply")
closed("letter_desk", "ask_translator end_request translate_reply")
closed("letter_desk", "reply_page page_to_translate", position="=1")
closed("letter_desk", "screen screen_act", name=["=accept", "=return", "=hide"])
closed("letter_desk", "translate save_translation hand_over draft session")
closed("letter_desk", "correct save_correction drop_correction")
closed("letter_desk", "check", name=["=approve", "=send-back", "=drawing"])

# --- Our own screens of records ---------------------------------------------------------------------
closed(
    "",
    "record_act",
    pk=["live_record", "draft_record"],
    name=[f"={name}" for name in ACTS],
)
opened("", "record_address", query={"name_uk": "=Зоя"})
opened("", "doubles_while_typing", query={"name_uk": f"=Чернетка {FINDABLE}", "record": "draft_record"})
closed("", "source_copies", pk=["live_record", "draft_record"])
closed("", "source_copy forget_source_copy", pk="copy")
opened("", "source_publisher", query={"url": "=https://zmina.ua/1"})
closed("", "record_doubles", pk=["live_record", "draft_record"], query={"q": FINDABLE})
closed(
    "", "part_records merge_records", pk=["live_record", "own_record"], other=["draft_record", "live_record"]
)
closed("", "record_merge merged_history undo_merge")
closed("", "add_consent record_private", pk=["live_record", "draft_record"])
closed("", "consent", pk="consent")
opened("", "claims_to_decide proposals state_facts")
opened("", "save_list", writes=("prisoner_pages_savedlist",))
closed("", "forget_list")
closed("", "do_to_many", query={"id": "draft_record"}, name=[f"={name}" for name in ACTS])
closed("", "bulk_change undo_bulk_change")
opened("", "places_to_verify", group=["=place", "=health"])
opened("", "verify_place", group="=place", place="facility")
opened("", "places")  # an editor of a partner says nothing of the post, a moderator does
opened("", "lists")
closed("", "list map_columns choose_rows take_list go_on_with_list delete_list", pk="list")
closed("", "list_report", pk="list", kind=["=json", "=csv"])
opened("", "letter_sheet", query={"show": "=held"})
opened("", "announcements")
opened("", "announce", query={"person": "draft_record"})
closed("", "announcement confirm_announcement end_announcement", pk="announcement")
closed("", "leave_out_of_announcement", pk="announcement", person="draft_record")
closed("", "add_organisation", pk="other")
opened("", "count_recipients")
opened("", "embed_builder", query={"kind": "=person", "person": f"=draft-{CANARY}", "language": "=uk"})
closed("", "decide_claim", pk="claim")
opened(
    "",
    "facility_mail",
    pk="facility",
    writes=("prisoner_pages_facility", "wagtailcore_modellogentry", "home_"),
)

opened("", "post_notes", pk="facility", writes=("prisoner_pages_postnote", "wagtailcore_modellogentry"))
closed("", "post_note", pk="note")
opened("", "propose_place", query={"place": "facility"}, writes=("prisoner_pages_placeproposal",))
opened("", "file_of_places", writes=("prisoner_pages_placeproposal",))
closed("", "proposed_places take_places")
closed("", "take_place refuse_place", pk="proposed_place")

# Bulk actions: every pair that Wagtail's registry holds is tried; these are the rows they are tried on.
closed("", "wagtail_bulk_action")
BULK = {
    ("wagtailcore", "page"): "draft_story",
    ("home", "siteimage"): "image",
    ("wagtaildocs", "document"): "=1",
    ("auth", "user"): "other_editor",
    ("prisoner_pages", "prisoner"): "draft_record",
    ("prisoner_pages", "facility"): "facility",
    ("prisoner_pages", "figure"): "figure",
    ("prisoner_pages", "frontend"): "front_end",
    ("prisoner_pages", "partner"): "other",
    **{("prisoner_pages", word): "word" for word in WORDS},
}
