"""Addresses of plans, rounds, submissions, review and intake."""

from measures.urls.board import urlpatterns as board
from measures.urls.entry import urlpatterns as entry
from measures.urls.intake import urlpatterns as intake
from measures.urls.links import urlpatterns as links
from measures.urls.nation import urlpatterns as nation
from measures.urls.planning import urlpatterns as planning
from measures.urls.review import urlpatterns as review

app_name = "measures"
urlpatterns = [*entry, *links, *review, *planning, *intake, *board, *nation]
