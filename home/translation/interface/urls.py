"""Words of the interface, below /admin/desk/."""

from django.urls import path

from home.translation.interface import views

urlpatterns = [
    path("interface/", views.interface, name="interface"),
    path("interface/<slug:language>/", views.words, name="interface_words"),
    path("interface/<slug:language>/proposals.po", views.export, name="export_words"),
    path("interface/<slug:language>/<int:pk>/withdraw/", views.withdraw, name="withdraw_words"),
]
