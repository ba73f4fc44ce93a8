"""Addresses of the papers that take long, and of a round's bundle."""

from django.urls import path

from reports.views import jobs as views

urlpatterns = [
    path("bundles/<int:round_pk>/", views.bundle, name="bundle"),
    path("jobs/", views.job_list, name="job-list"),
    path("jobs/new/", views.job_new, name="job-new"),
    path("jobs/<int:pk>/", views.job_detail, name="job-detail"),
    path("jobs/<int:pk>/cancel/", views.job_cancel, name="job-cancel"),
    path("jobs/<int:pk>/file", views.job_file, name="job-file"),
]
