"""Staff’s screens of records, below /admin/."""

from django.urls import path

from prisoner_pages.records.views import (
    announcements,
    bulk,
    claims,
    consents,
    letter_sheet,
    post,
    records,
    saved_lists,
    source_copies,
    verification,
)

urlpatterns = [
    path("letters-to-people/", letter_sheet.letter_sheet, name="letter_sheet"),
    path("prisoners/address/", records.address_from_names, name="record_address"),
    path("prisoners/doubles/", records.doubles_while_typing, name="doubles_while_typing"),
    path("prisoners/<int:pk>/copies/", source_copies.source_copies, name="source_copies"),
    path("sources/copies/<int:pk>/", source_copies.source_copy, name="source_copy"),
    path("sources/copies/<int:pk>/delete/", source_copies.forget_source_copy, name="forget_source_copy"),
    path("sources/publisher/", records.source_publisher, name="source_publisher"),
    path("prisoners/<int:pk>/do/<slug:name>/", records.record_act, name="record_act"),
    path("prisoners/lists/save/", saved_lists.save_list, name="save_list"),
    path("prisoners/lists/<int:pk>/forget/", saved_lists.forget_list, name="forget_list"),
    path("prisoners/many/<slug:name>/", bulk.do_to_many, name="do_to_many"),
    path("prisoners/done/<uuid:uuid>/", bulk.bulk_change, name="bulk_change"),
    path("prisoners/done/<uuid:uuid>/undo/", bulk.undo, name="undo_bulk_change"),
    path("prisoners/<int:pk>/consents/add/", consents.add_consent, name="add_consent"),
    path("prisoners/<int:pk>/private/", consents.private_record, name="record_private"),
    path("consents/<int:pk>/", consents.consent, name="consent"),
    path("claims/", claims.claims_to_decide, name="claims_to_decide"),
    path("claims/proposed/", claims.proposals, name="proposals"),
    path("claims/<int:pk>/decide/", claims.decide_claim, name="decide_claim"),
    path("announcements/", announcements.announcements, name="announcements"),
    path("announcements/new/", announcements.announce, name="announce"),
    path("announcements/<int:pk>/", announcements.announcement, name="announcement"),
    path("announcements/<int:pk>/confirm/", announcements.confirm, name="confirm_announcement"),
    path("announcements/<int:pk>/end/", announcements.end, name="end_announcement"),
    path(
        "announcements/<int:pk>/leave-out/<int:person>/",
        announcements.leave_person_out,
        name="leave_out_of_announcement",
    ),
    path("verification/<slug:group>/", verification.places, name="places_to_verify"),
    path("verification/<slug:group>/<int:place>/", verification.verify_place, name="verify_place"),
    path("facilities/<int:pk>/mail/", claims.facility_mail, name="facility_mail"),
    path("facilities/<int:pk>/notes/", post.post_notes, name="post_notes"),
    path("facilities/notes/<int:pk>/", post.post_note, name="post_note"),
]
