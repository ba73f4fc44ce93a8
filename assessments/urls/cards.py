"""Addresses of the score cards. An owner is a key of assessments.owners: "agency-12"."""

from django.urls import URLPattern, path

from assessments.views import cards

_OF = "scores/<str:owner>/<int:year>/"

urlpatterns: list[URLPattern] = [
    path("scores/", cards.score_home, name="score-home"),
    path(_OF, cards.card, name="card"),
    path(f"{_OF}edit/", cards.card_edit, name="card-edit"),
    path(f"{_OF}repair/", cards.card_repair, name="card-repair"),
    path(f"{_OF}import/", cards.card_import, name="card-import"),
    path(f"{_OF}import/commit/", cards.card_import_commit, name="card-import-commit"),
    path(f"{_OF}template/", cards.card_template, name="card-template"),
]
