"""Addresses of the memo and of the crest at its head. An owner is a key of assessments.owners: "agency-12"."""

from django.urls import path

from reports.views import crest, memo

urlpatterns = [
    path("memos/<int:round_pk>/agency/<int:agency_pk>/", memo.agency_memo, name="agency-memo"),
    path("memos/<int:round_pk>/province/", memo.province_memo, name="province-memo"),
    path("crests/<str:owner>/", crest.crest, name="crest"),
    path("crests/<str:owner>/picture/", crest.crest_picture, name="crest-picture"),
    path("crests/<str:owner>/remove/", crest.crest_remove, name="crest-remove"),
]
