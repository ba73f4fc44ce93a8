"""Addresses of the library of measures and of the analysis of scores."""

from django.urls import URLPattern, path

from assessments.views import library

urlpatterns: list[URLPattern] = [
    path("suggestions/", library.suggestion_list, name="suggestion-list"),
    path("suggestions/new/", library.suggestion_new, name="suggestion-new"),
    path("suggestions/<int:pk>/", library.suggestion_edit, name="suggestion-edit"),
]
