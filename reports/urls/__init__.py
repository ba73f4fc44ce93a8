"""Addresses of the papers, one module a subject."""

from reports.urls.issuing import urlpatterns as issuing
from reports.urls.jobs import urlpatterns as jobs
from reports.urls.letters import urlpatterns as letters
from reports.urls.pages import urlpatterns as pages
from reports.urls.papers import urlpatterns as papers
from reports.urls.prose import urlpatterns as prose
from reports.urls.publishing import urlpatterns as publishing

app_name = "reports"
urlpatterns = [*issuing, *jobs, *letters, *pages, *papers, *prose, *publishing]
