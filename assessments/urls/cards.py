"""Addresses of the score cards."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
