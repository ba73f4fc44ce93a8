"""Addresses of papers in and workbooks out."""

from django.urls import path

from measures.views import intake

urlpatterns = [
    path("imports/new/", intake.import_new, name="import-new"),
    path("imports/<int:pk>/", intake.import_detail, name="import-detail"),
    path("imports/<int:pk>/commit/", intake.import_commit, name="import-commit"),
    path("imports/<int:pk>/undo/", intake.import_undo, name="import-undo"),
    path("imports/<int:pk>/marked/", intake.import_marked, name="import-marked"),
    path("submissions/<int:pk>/workbook/", intake.workbook_export, name="workbook-export"),
    path("submissions/<int:pk>/import/", intake.workbook_import, name="workbook-import"),
]
