"""Translation and second reading, below /admin/letters/."""

from django.urls import path

from letters.translating.views import correcting, second_reading, translation

urlpatterns = [
    path("<uuid:uuid>/translation/", translation.translate, name="translate"),
    path("<uuid:uuid>/translation/save/", translation.save, name="save_translation"),
    path("<uuid:uuid>/translation/hand-over/", translation.give_to_reader, name="hand_over"),
    path("<uuid:uuid>/translation/draft/", translation.draft, name="draft"),
    path("<uuid:uuid>/translation/session/", translation.session, name="session"),
    path("<uuid:uuid>/check/correct/", correcting.correct, name="correct"),
    path("<uuid:uuid>/check/correct/save/", correcting.save, name="save_correction"),
    path("<uuid:uuid>/check/correct/drop/", correcting.drop, name="drop_correction"),
    path("<uuid:uuid>/check/<slug:name>/", second_reading.decide, name="check"),
]
