"""Addresses of the real pages of a paper: some of them on a screen, and each as a picture."""

from django.urls import path

from reports.views import pages as views

_PLACES = {
    "": "papers/<slug:code>/<int:round_pk>/",
    "agency-": "papers/<slug:code>/<int:round_pk>/agency/<int:agency_pk>/",
    "year-agency-": "papers/<slug:code>/year/<int:fiscal_year>/agency/<int:agency_pk>/",
    "year-province-": "papers/<slug:code>/year/<int:fiscal_year>/province/<str:province_code>/",
}
urlpatterns = [
    *(path(f"{place}pages/", views.paper_pages, name=f"{name}paper-pages") for name, place in _PLACES.items()),
    *(
        path(f"{place}page/<int:number>", views.paper_picture, name=f"{name}paper-page")
        for name, place in _PLACES.items()
    ),
]
