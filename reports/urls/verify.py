"""Public addresses: no log-in, no cookie (ita_portal.auth.middleware lets the namespace through)."""

from django.urls import path

from reports.views import verify as views

app_name = "public"
urlpatterns = [
    path("verify/", views.verify_find, name="verify-find"),
    path("verify/<slug:token>/", views.verify, name="verify"),
]
