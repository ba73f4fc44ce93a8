"""Addresses of the analysis of scores."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
