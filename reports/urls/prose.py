"""Addresses of what an office writes into its papers of a year."""

from django.urls import path

from reports.views import prose as views

_AGENCY = "papers/<slug:code>/year/<int:fiscal_year>/agency/<int:agency_pk>/prose/"
_PROVINCE = "papers/<slug:code>/year/<int:fiscal_year>/province/<str:province_code>/prose/"
urlpatterns = [
    path(_AGENCY, views.prose, name="agency-prose"),
    path(f"{_AGENCY}<slug:part>/", views.prose_part, name="agency-prose-part"),
    path(_PROVINCE, views.prose, name="province-prose"),
    path(f"{_PROVINCE}<slug:part>/", views.prose_part, name="province-prose-part"),
]
