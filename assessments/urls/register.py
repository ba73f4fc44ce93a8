"""Addresses of the OIT register."""

from django.urls import URLPattern, path

from assessments.views import register as views

_OF = "register/<int:agency_pk>/<int:year>/"
urlpatterns: list[URLPattern] = [
    path("register/", views.register_list, name="register-list"),
    path(_OF, views.register_overview, name="register-overview"),
    path(f"{_OF}parts/<str:code>/", views.register_part, name="register-part"),
    path(f"{_OF}items/<slug:item>/save/", views.register_save, name="register-save"),
    path(f"{_OF}items/<slug:item>/chips/", views.register_chips, name="register-chips"),
    path(f"{_OF}items/<slug:item>/recheck/", views.register_recheck, name="register-recheck"),
    path(f"{_OF}items/<slug:item>/history/", views.register_history, name="register-history"),
    path(f"{_OF}carry/", views.register_carry, name="register-carry"),
    path(f"{_OF}copy/", views.register_copy, name="register-copy"),
]
