"""Addresses of lists of people, hand-over, erasure and own data."""

from django.urls import path

from ita_portal.people import views, views_person

app_name = "people"
urlpatterns = [
    path("people/import/", views.people_import, name="import"),
    path("people/import/template/", views.import_template, name="template"),
    path("people/import/<int:pk>/", views.people_list, name="list"),
    path("people/import/<int:pk>/commit/", views.list_commit, name="list-commit"),
    path("people/import/<int:pk>/marked/", views.list_marked, name="list-marked"),
    path("people/import/<int:pk>/mail/", views.list_mail, name="list-mail"),
    path("people/import/<int:pk>/links/", views.list_links, name="list-links"),
    path("people/<int:pk>/hand-over/", views_person.hand_over, name="hand-over"),
    path("people/<int:pk>/erase/", views_person.erase, name="erase"),
    path("account/data/", views_person.account_data, name="account-data"),
    path("account/data/file/", views_person.account_data_file, name="account-data-file"),
]
