"""Addresses of the checks of links."""

from django.urls import URLPattern, path

from measures.views import links

urlpatterns: list[URLPattern] = [
    path("results/<int:pk>/links/", links.link_chips, name="link-chips"),
    path("results/<int:pk>/links/<int:link_pk>/", links.link_history, name="link-history"),
    path("results/<int:pk>/links/<int:link_pk>/recheck/", links.link_recheck, name="link-recheck"),
]
