"""Staff’s screens of records, below /admin/."""

from django.urls import path

from prisoner_pages.records.views import claims, consents, records

urlpatterns = [
    path("prisoners/<int:pk>/do/<slug:name>/", records.record_act, name="record_act"),
    path("prisoners/<int:pk>/consents/add/", consents.add_consent, name="add_consent"),
    path("prisoners/<int:pk>/private/", consents.private_record, name="record_private"),
    path("consents/<int:pk>/", consents.consent, name="consent"),
    path("claims/", claims.claims_to_decide, name="claims_to_decide"),
    path("claims/<int:pk>/decide/", claims.decide_claim, name="decide_claim"),
    path("facilities/<int:pk>/mail/", claims.facility_mail, name="facility_mail"),
]
