"""Addresses of the papers, one module a subject."""

from reports.urls.letters import urlpatterns as letters
from reports.urls.issuing import urlpatterns as issuing
from reports.urls.papers import urlpatterns as papers

app_name = "reports"
urlpatterns = [*issuing, *letters, *papers]
