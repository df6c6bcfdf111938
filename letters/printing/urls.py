"""Addresses of packs, below /admin/letters/."""

from django.urls import path

from letters.printing.views import pack_files, packs

urlpatterns = [
    path("packs/", packs.packs, name="packs"),
    path("packs/make/", packs.make, name="make_pack"),
    path("packs/<uuid:uuid>/", packs.pack, name="pack"),
    path("packs/<uuid:uuid>/go-on/", packs.go_on_building, name="go_on"),
    path("packs/<uuid:uuid>/cancel/", packs.cancel, name="cancel_pack"),
    path("packs/<uuid:uuid>/files/<slug:kind>/", pack_files.download, name="pack_file"),
    path("packs/<uuid:uuid>/destroyed/<slug:kind>/", pack_files.destroyed, name="destroyed"),
    path("packs/<uuid:uuid>/print-again/", pack_files.print_again, name="print_again"),
    path("packs/<uuid:uuid>/pull/", pack_files.pull, name="pull"),
]
