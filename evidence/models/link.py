"""Links that prove something: who owns them and how they were typed, not what they prove."""

import hashlib

from django.db import models

from evidence import urls
from evidence.models.page import WebPage


class LinkManager(models.Manager["Link"]):
    """Links of an agency, one row a spelling."""

    def typed(self, agency_id: int, text: str) -> "Link":
        """Return the agency's link for what was typed, made when it is new."""
        digest = hashlib.sha256(text.encode()).hexdigest()
        if known := self.filter(agency_id=agency_id, digest=digest).first():
            return known
        url = urls.canonical(text)
        page = WebPage.objects.at(url) if url else None
        defaults = {"typed": text, "url": url, "page": page}
        return self.get_or_create(agency_id=agency_id, digest=digest, defaults=defaults)[0]


class Link(models.Model):
    """An address as a person typed it, with its canonical form ("" where it is no web address)."""

    agency = models.ForeignKey("agencies.Agency", models.CASCADE, related_name="links")
    typed = models.TextField("ที่พิมพ์ไว้", max_length=2048)
    url = models.TextField("ที่อยู่เว็บ", max_length=2048, blank=True)
    # Empty where it is no web address.
    page = models.ForeignKey("evidence.WebPage", models.PROTECT, null=True, blank=True, related_name="links")
    # Typed text may be 2,048 Thai characters, longer than an index row: its hash is what is unique.
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = LinkManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "digest"], name="link_once_an_agency")]

    def __str__(self) -> str:
        return self.typed
