"""Addresses of the editions."""

from django.urls import URLPattern, path

from assessments.views import editions as views

urlpatterns: list[URLPattern] = [
    path("editions/", views.edition_list, name="edition-list"),
    path("editions/import/", views.edition_import, name="edition-import"),
    path("editions/<int:fiscal_year>/", views.edition_detail, name="edition-detail"),
    path("editions/<int:fiscal_year>/copy/", views.edition_copy, name="edition-copy"),
    path("editions/<int:fiscal_year>/items/", views.edition_items, name="edition-items"),
    path("editions/<int:fiscal_year>/file/", views.edition_file, name="edition-file"),
    path("editions/<int:fiscal_year>/indicators/<int:number>/", views.edition_indicator, name="edition-indicator"),
    path(
        "editions/<int:fiscal_year>/indicators/<int:number>/parts/<str:code>/remove/",
        views.edition_part_remove,
        name="edition-part-remove",
    ),
]
