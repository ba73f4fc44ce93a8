"""Addresses of the help: open to everybody, as the handbook is."""

from django.urls import path

from ita_portal.help import views

app_name = "help"
urlpatterns = [
    path("", views.contents, name="contents"),
    path("<slug:slug>/", views.page, name="page"),
]
