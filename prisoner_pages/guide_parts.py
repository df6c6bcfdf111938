"""Which screens, and which panels of long forms, are told of in which part of the guides. Pure.

After a stroke: which list of a screen that has several, or that what it shows waits for its reader.
"""

LISTED = "wagtailsnippets_prisoner_pages_{}:list"
SNIPPET = "wagtailsnippets_prisoner_pages_{}:{}"
WORDS = ("occupation", "interest", "topic", "casegroup", "chargearticle", "observance", "place")
LISTS = (*WORDS, "facility", "figure", "frontend", "partner")
FORMS = ("add", "edit")
PAST = ("history", "revisions_compare", "revisions_revert", "workflow_history", "workflow_history_detail")
REPORTS = ("locked_pages", "workflow", "workflow_tasks", "site_history", "aging_pages")

GUIDE_PARTS = {
    # --- Editors ----------------------------------------------------------------------------------
    "wagtailadmin_home": "editor#my-day",
    "my_day_list": "editor#my-day",
    "my_day_list/announcements": "editor#announcements",
    "my_day_list/endangering-campaigns": "editor#what-stops-a-page",
    LISTED.format("prisoner"): "editor#finding-people",
    "save_list": "editor#finding-people",
    "do_to_many": "editor#finding-people",
    "bulk_change": "editor#finding-people",
    "wagtailsnippets_prisoner_pages_prisoner:add": "editor#a-new-person-from-record-to-story",
    "wagtailsnippets_prisoner_pages_prisoner:edit": "editor#what-is-still-missing",
    SNIPPET.format("prisoner", "inspect"): "editor#what-is-still-missing",
    **{SNIPPET.format("prisoner", past): "editor#who-changed-what" for past in PAST},
    **{SNIPPET.format(kind, "history"): "editor#who-changed-what" for kind in LISTS},
    "add_consent": "editor#bases",
    "consent": "editor#bases",
    "record_act": "editor#at-once-without-approval",
    "places_to_verify": "editor#verifying-by-place",
    "verify_place": "editor#verifying-by-place",
    "letter_sheet": "editor#missing-for-letters",
    "source_copies": "editor#sources-and-whether-letters-arrive",
    "post_notes": "editor#sources-and-whether-letters-arrive",
    "record_doubles": "editor#one-person-twice",
    "announcements": "editor#announcements",
    "announce": "editor#announcements",
    "announcement": "editor#announcements",
    "claims_to_decide": "editor#what-another-partner-says",
    "proposals": "editor#what-another-partner-says",
    "state_facts": "editor#what-another-partner-says",
    "lists": "editor#lists-to-take",
    "list": "editor#lists-to-take",
    "map_columns": "editor#lists-to-take",
    "wagtailimages:index": "editor#pictures",
    "wagtailimages:edit": "editor#pictures",
    "wagtailimages:add": "editor#pictures",
    "wagtailimages:add_multiple": "editor#pictures",
    "wagtailadmin_explore_root": "editor#campaigns-and-events",
    "wagtailadmin_explore": "editor#campaigns-and-events",
    "wagtailadmin_pages:add": "editor#campaigns-and-events",
    "wagtailadmin_pages:add_subpage": "editor#campaigns-and-events",
    "wagtailadmin_pages:copy": "editor#campaigns-and-events",
    "wagtailadmin_pages:edit": "editor#what-is-still-missing",
    **{f"wagtailadmin_pages:{past}": "editor#who-changed-what" for past in PAST},
    "add_organisation": "editor#campaigns-and-events",
    "translation_desk:questions": "editor#translations-of-your-text",
    "embed_builder": "embeds#choose-and-copy",
    # --- Moderators -------------------------------------------------------------------------------
    "my_day_list/to-approve": "moderator#approving",
    "wagtailsnippets_prisoner_pages_prisoner:edit/waits": "moderator#approving",
    "wagtailadmin_pages:edit/waits": "moderator#approving",
    "consent/waits": "moderator#bases-to-confirm",
    "record_private": "moderator#private-record",
    "merge_records": "moderator#two-records-of-one-person",
    "record_merge": "moderator#two-records-of-one-person",
    "merged_history": "moderator#two-records-of-one-person",
    "my_day_list/post-notes": "moderator#letters-and-the-post",
    LISTED.format("facility"): "moderator#letters-and-the-post",
    SNIPPET.format("facility", "inspect"): "moderator#letters-and-the-post",
    "facility_mail": "moderator#letters-and-the-post",
    "post_note": "moderator#letters-and-the-post",
    **{SNIPPET.format("frontend", one): "moderator#sites-of-your-own" for one in ("list", *FORMS)},
    "front_end_secret": "moderator#sites-of-your-own",
    "new_webhook": "moderator#sites-of-your-own",
    "webhooks": "moderator#sites-of-your-own",
    "webhook": "moderator#sites-of-your-own",
    # --- Coordinators of the site -----------------------------------------------------------------
    "partners": "site-coordinator#partners",
    "new_partner": "site-coordinator#partners",
    "partner": "site-coordinator#partners",
    "close_partner": "site-coordinator#partners",
    **{SNIPPET.format("partner", one): "site-coordinator#partners" for one in ("list", *FORMS)},
    "staff_people": "site-coordinator#people-and-roles",
    "staff_person": "site-coordinator#people-and-roles",
    "staff_leave": "site-coordinator#people-and-roles",
    "staff_invitations": "site-coordinator#people-and-roles",
    "second_steps:index": "site-coordinator#people-and-roles",
    "who_may_do_what": "site-coordinator#people-and-roles",
    "places": "site-coordinator#places-and-post",
    **{SNIPPET.format("facility", one): "site-coordinator#places-and-post" for one in FORMS},
    "proposed_places": "site-coordinator#places-and-post",
    "file_of_places": "site-coordinator#places-and-post",
    "propose_place": "editor#missing-for-letters",
    "proposed_words": "site-coordinator#proposed-words",
    "word_uses": "site-coordinator#proposed-words",
    "wagtailsnippets:index": "site-coordinator#proposed-words",
    **{
        SNIPPET.format(word, one): "site-coordinator#proposed-words"
        for word in WORDS
        for one in ("list", *FORMS, "revisions_compare", "revisions_revert")
    },
    **{SNIPPET.format("figure", one): "site-coordinator#figures" for one in ("list", "inspect", *FORMS)},
    "correct_figure": "site-coordinator#figures",
    "take_back_figure": "site-coordinator#figures",
    "site_frame": "site-coordinator#menu-and-footer",
    "old_addresses": "site-coordinator#old-addresses",
    "languages_to_open": "site-coordinator#languages",
    "language_to_open": "site-coordinator#languages",
    "wagtailsettings:edit": "page-translator#help",
    **{f"wagtailadmin_reports:{report}": "site-coordinator#looking-back" for report in REPORTS},
}

# Panels of long forms, by model and first field: those of which a guide tells more than the form does.
PANEL_PARTS = {
    "prisoner_pages.prisoner.photo": "editor#pictures",
    "prisoner_pages.prisoner.status": "editor#announcements",
    "prisoner_pages.prisoner.facility": "editor#places-and-their-addresses",
    "prisoner_pages.prisoner.mail_status": "editor#sources-and-whether-letters-arrive",
    "prisoner_pages.prisoner.sources": "editor#sources-and-whether-letters-arrive",
    "prisoner_pages.prisonerpage.body": "editor#how-to-tell-it",
    "prisoner_pages.campaignpage.recipient_rule": "editor#for-whom-it-is",
    "prisoner_pages.campaignpage.recipients": "editor#for-whom-it-is",
    "prisoner_pages.campaignpage.body": "editor#what-stops-a-page",
    "prisoner_pages.eventpage.code": "event#before-the-evening",
    "prisoner_pages.eventpage.is_class": "event#with-a-class",
    "prisoner_pages.eventpage.body": "editor#what-stops-a-page",
}
