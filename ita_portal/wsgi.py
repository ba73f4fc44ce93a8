"""WSGI entry point: `gunicorn ita_portal.wsgi`."""

import os
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ita_portal.settings")


def without_charset(content_type: str) -> str:
    """Return the Content-Type without its charset: the portal reads UTF-8, whatever a request claims.

    Django decodes the query with that charset before its handler is ready: "rot13", or a thousand parameters
    beside any charset, would end in a bare 500 without our headers, "utf-7" in half characters no database keeps.
    """
    try:
        kind, options = parse_header_parameters(content_type)
    except (ValueError, LookupError):
        return ""
    if "charset" not in options:
        return content_type
    boundary = options.get("boundary", "").replace('"', "")
    return f'{kind}; boundary="{boundary}"' if boundary else kind


class Utf8Only:
    """Take the charset out of every request before Django sees it."""

    def __init__(self, application: Any) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        environ["CONTENT_TYPE"] = without_charset(environ.get("CONTENT_TYPE", ""))
        return self.application(environ, start_response)


application = Utf8Only(get_wsgi_application())
