"""What was published: frozen data, as it stands on the public pages."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from rest_framework import serializers


class PublicationLineShape(serializers.Serializer):
    """A version of what an agency, or a province as a whole, published of a round."""

    id = serializers.IntegerField()
    province = serializers.SerializerMethodField()
    agency = serializers.IntegerField(source="agency_id", allow_null=True)
    owner_name = serializers.CharField(source="owner.printed_name")
    fiscal_year = serializers.IntegerField()
    version = serializers.IntegerField()
    published_at = serializers.DateTimeField()
    note = serializers.CharField()
    sha256 = serializers.CharField()
    url = serializers.SerializerMethodField()

    def get_province(self, publication: Any) -> str:
        """Return the code of the province."""
        return str((publication.province or publication.agency.province).code)

    def get_url(self, publication: Any) -> str:
        """Return the address of the whole."""
        return settings.SITE_URL + reverse("api:public-publication", args=[publication.pk])


class PublicationShape(PublicationLineShape):
    """A publication whole; the fields of `data` are those of the public page's own JSON."""

    data = serializers.DictField()  # type: ignore[assignment]
