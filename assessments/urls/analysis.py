"""Addresses of the library of measures and of the analysis of scores."""

from django.urls import URLPattern, path

from assessments.views import analysis, library

urlpatterns: list[URLPattern] = [
    path("suggestions/", library.suggestion_list, name="suggestion-list"),
    path("suggestions/new/", library.suggestion_new, name="suggestion-new"),
    path("suggestions/<int:pk>/", library.suggestion_edit, name="suggestion-edit"),
    path("scores/nation/", analysis.national, name="national"),
    path("scores/provinces/<int:pk>/", analysis.province, name="province"),
    path("scores/provinces/<int:pk>/file/", analysis.province_file, name="province-file"),
    path("scores/<str:owner>/years/", analysis.trend, name="trend"),
]
