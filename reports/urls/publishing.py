"""Address of publishing a round; its other moves are measures' own."""

from django.urls import path

from reports.views import publishing as views

urlpatterns = [path("rounds/<int:pk>/publish/", views.round_publish, name="round-publish")]
