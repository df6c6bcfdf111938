"""Lists of partners, below /admin/."""

from django.urls import path

from prisoner_pages.lists.views import lists as views, statements

urlpatterns = [
    path("lists/", views.lists, name="lists"),
    path("claims/state/", statements.state_facts, name="state_facts"),
    path("lists/<int:pk>/", views.show_list, name="list"),
    path("lists/<int:pk>/columns/", views.name_columns, name="map_columns"),
    path("lists/<int:pk>/choose/", views.choose, name="choose_rows"),
    path("lists/<int:pk>/take/", views.take, name="take_list"),
    path("lists/<int:pk>/go-on/", views.let_go_on, name="go_on_with_list"),
    path("lists/<int:pk>/delete/", views.delete, name="delete_list"),
    path("lists/<int:pk>/report.<slug:kind>", views.report, name="list_report"),
]
