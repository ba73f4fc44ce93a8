"""Addresses of the assessment: one file a noun."""

from assessments.urls.analysis import urlpatterns as analysis
from assessments.urls.cards import urlpatterns as cards
from assessments.urls.editions import urlpatterns as editions
from assessments.urls.register import urlpatterns as register

app_name = "assessments"
# "scores/provinces/7/" is a page of its own, not the card of an owner called "provinces".
urlpatterns = [*editions, *analysis, *cards, *register]
