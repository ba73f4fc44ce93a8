"""The OpenAPI document: made of what the views say of themselves, so that it cannot say anything else."""

from functools import cache
from typing import Any

from django.utils import translation
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers


class Problem(serializers.Serializer):
    """Why there is no answer: in words, and as a word for programs."""

    detail = serializers.CharField()
    code = serializers.CharField()


REFUSALS: dict[int, Any] = {
    400: gettext_lazy("พารามิเตอร์ไม่ถูกต้องหรือไม่รู้จัก"),
    401: gettext_lazy("ไม่มีโทเคน โทเคนใช้ไม่ได้ หรือบัญชียังไม่พร้อม"),
    403: gettext_lazy("บทบาทหรือขอบเขตของโทเคนไม่พอ"),
    404: gettext_lazy("ไม่พบ หรือไม่มีสิทธิ์รู้ว่ามี"),
    409: gettext_lazy("บทบาทถูกต้อง แต่สถานะตอนนี้ยังไม่ให้อ่าน"),
    429: gettext_lazy("ถี่เกินไป ดู Retry-After"),
}


@cache
def page_of(shape: type[serializers.Serializer]) -> serializers.Serializer:
    """Return the shape of a page of rows."""
    fields: dict[str, serializers.Field] = {
        "next": serializers.URLField(allow_null=True),
        "results": shape(many=True),
    }
    return inline_serializer(f"{shape.__name__}Page", fields)


class PortalSchema(AutoSchema):
    """Read an operation off an ApiView."""

    view: Any

    def get_operation_id(self) -> str:
        """Return the name of the address."""
        return str(self.view.operation)

    def get_summary(self) -> str:
        """Return what it gives."""
        return str(self.view.summary)

    def get_description(self) -> str:  # type: ignore[override]
        """Return which scope a token needs."""
        return str(lazystr(gettext_lazy("ขอบเขตโทเคน: ")) + self.view.scope) if self.view.scope else ""

    def get_tags(self) -> list[str]:
        """Return the heading."""
        return [str(self.view.tag)]

    def get_auth(self) -> list[dict[str, Any]]:
        """Return what lets somebody in."""
        return [{}] if self.view.public else [{"token": []}]

    def get_override_parameters(self) -> list[Any]:
        """Return the query parameters."""
        return [
            OpenApiParameter(param.name, dict(param.schema), OpenApiParameter.QUERY, description=str(param.words))
            for param in self.view.all_asks()
        ]

    def get_filter_backends(self) -> list[Any]:
        """Return none: parameters stand in `asks`."""
        return []

    def get_request_serializer(self) -> Any:
        """Return none: nothing is sent."""
        return None

    def get_response_serializers(self) -> Any:
        """Return the shape of the good answer and of the refusals."""
        good: Any = page_of(self.view.shape) if self.view.is_list else self.view.shape
        if getattr(self.view, "media", ""):
            good = OpenApiResponse(OpenApiTypes.BINARY)
        answers: dict[Any, Any] = {(200, media) if (media := getattr(self.view, "media", "")) else 200: good}
        for status, words in REFUSALS.items():
            if status in self.view.refusals():
                answers[status] = OpenApiResponse(Problem, description=str(words))
        return answers


@cache
def document(language: str) -> dict[str, Any]:
    """Return the OpenAPI document in that language; made once a process (it asks no database)."""
    with translation.override(language):
        return SchemaGenerator().get_schema(request=None, public=True)
