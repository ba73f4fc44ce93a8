"""Addresses of the provincial office's review."""

from django.urls import URLPattern, path

from measures.views import judging, review, waivers

urlpatterns: list[URLPattern] = [
    path("review/", review.review_reports, name="review-list"),
    path("submissions/<int:pk>/review/", review.submission_review, name="submission-review"),
    path("submissions/<int:pk>/review/table/", review.review_table, name="review-table"),
    path("submissions/<int:pk>/review/<int:result_pk>/", review.review_result, name="review-result"),
    path("submissions/<int:pk>/review/bulk/", judging.review_bulk, name="review-bulk"),
    path("submissions/<int:pk>/return/", judging.submission_return, name="submission-return"),
    path("submissions/<int:pk>/approve/", judging.submission_approve, name="submission-approve"),
    path("submissions/<int:pk>/reopen/", judging.submission_reopen, name="submission-reopen"),
    path("submissions/<int:pk>/extend/", judging.submission_extend, name="submission-extend"),
    path("submissions/<int:pk>/waivers/", waivers.check_waivers, name="check-waivers"),
    path("submissions/<int:pk>/waivers/<int:waiver_pk>/end/", waivers.waiver_end, name="waiver-end"),
    path("results/<int:pk>/mark/", judging.result_mark, name="result-mark"),
]
