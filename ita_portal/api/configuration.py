"""Settings of the REST framework and of the OpenAPI document; settings.py takes them as they are."""

from typing import Any

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "ita_portal.api.authentication.TokenAuthentication",
        "ita_portal.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["ita_portal.api.permissions.LetIn", "ita_portal.api.permissions.InScope"],
    "DEFAULT_THROTTLE_CLASSES": ["ita_portal.api.throttling.PersonThrottle"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "ita_portal.api.negotiation.AlwaysJson",
    "DEFAULT_SCHEMA_CLASS": "ita_portal.api.schema.PortalSchema",
    "EXCEPTION_HANDLER": "ita_portal.api.errors.answer",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "URL_FORMAT_OVERRIDE": None,
    "COMPACT_JSON": True,
    "UNICODE_JSON": True,
    "COERCE_DECIMAL_TO_STRING": True,
    # Requests a minute: of a token or signed-in person, of an address, of an address without a token.
    "DEFAULT_THROTTLE_RATES": {"person": "300/m", "address": "600/m", "open": "60/m"},
}

SPECTACULAR: dict[str, Any] = {
    "TITLE": "ITA มาตรการ",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SORT_OPERATIONS": False,
    "SORT_OPERATION_PARAMETERS": False,
    "APPEND_COMPONENTS": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    # Enumerations stand where they are used: two that share their words are still two things.
    "POSTPROCESSING_HOOKS": [],
}
