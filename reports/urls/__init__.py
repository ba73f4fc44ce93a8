"""Addresses of the papers, one module a subject."""

from reports.urls.issuing import urlpatterns as issuing
from reports.urls.letters import urlpatterns as letters
from reports.urls.papers import urlpatterns as papers
from reports.urls.prose import urlpatterns as prose

app_name = "reports"
urlpatterns = [*issuing, *letters, *papers, *prose]
