"""Addresses of the papers, one module a subject."""

from reports.urls.papers import urlpatterns as papers

app_name = "reports"
urlpatterns = [*papers]
