"""Addresses of the OIT register."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
