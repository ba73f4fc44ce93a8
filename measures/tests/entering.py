"""Helpers of the tests that fill in results."""

from django.urls import reverse

from measures.forms import entry as forms

SCRIPT = {"X-Autosave": "1", "Accept": "application/json"}


def url(name, result):
    return reverse(f"measures:{name}", args=[result.pk])


def typed(result, user, **fields):
    return {"answer": "done", "text": "ทำแล้ว", "version": result.version, "seal": forms.seal(result, user)} | fields
