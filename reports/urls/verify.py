"""Public addresses of issued papers: no log-in, no cookie."""

from django.urls import path

from reports.views import verify as views

urlpatterns = [
    path("verify/", views.verify_find, name="verify-find"),
    path("verify/<slug:token>/", views.verify, name="verify"),
]
