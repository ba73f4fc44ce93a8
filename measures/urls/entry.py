"""Addresses of filling, sending and endorsing."""

from django.urls import URLPattern, path

from measures.views import entry, files, findings, notes, submission, unsaved

urlpatterns: list[URLPattern] = [
    path("submissions/<int:pk>/", submission.submission_detail, name="submission-detail"),
    path("submissions/<int:pk>/indicator/<int:number>/", entry.submission_entry, name="submission-entry"),
    path("submissions/<int:pk>/submit/", submission.submission_submit, name="submission-submit"),
    path("submissions/<int:pk>/recall/", submission.submission_recall, name="submission-recall"),
    path("submissions/<int:pk>/endorse/", submission.submission_endorse, name="submission-endorse"),
    path("submissions/<int:pk>/send-back/", submission.submission_send_back, name="submission-send-back"),
    path("submissions/<int:pk>/receipt/", submission.submission_receipt, name="submission-receipt"),
    path("submissions/<int:pk>/findings/accept/", findings.finding_accept, name="finding-accept"),
    path("submissions/<int:pk>/findings/dismiss/", findings.finding_dismiss, name="finding-dismiss"),
    path("submissions/<int:pk>/findings/undo/", findings.finding_undo, name="finding-undo"),
    path("results/<int:pk>/save/", entry.result_save, name="result-save"),
    path("results/<int:pk>/confirm/", entry.result_confirm, name="result-confirm"),
    path("results/<int:pk>/use-last/", entry.result_use_last, name="result-use-last"),
    path("results/<int:pk>/files/", files.file_upload, name="file-upload"),
    path("results/<int:pk>/files/<int:number>/", files.file_view, name="file-view"),
    path("results/<int:pk>/files/<int:number>/thumb/", files.file_thumb, name="file-thumb"),
    path("results/<int:pk>/files/<int:number>/caption/", files.file_caption, name="file-caption"),
    path("results/<int:pk>/files/<int:number>/move/", files.file_move, name="file-move"),
    path("results/<int:pk>/files/<int:number>/public/", files.file_public, name="file-public"),
    path("results/<int:pk>/files/<int:number>/delete/", files.file_delete, name="file-delete"),
    path("results/<int:pk>/comment/", notes.result_comment, name="result-comment"),
    path("results/<int:pk>/history/", notes.result_history_page, name="result-history"),
    path("results/<int:pk>/unsaved/", unsaved.unsaved, name="unsaved"),
    path("results/<int:pk>/unsaved/use/", unsaved.unsaved_use, name="unsaved-use"),
    path("results/<int:pk>/unsaved/discard/", unsaved.unsaved_discard, name="unsaved-discard"),
]
