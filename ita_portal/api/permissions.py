"""Whether somebody is let in at all, and whether the token is for this; what they see is asked of the pages' rules."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from agencies.rules import barred
from ita_portal.api.errors import Refused, Unauthenticated


class LetIn(BasePermission):
    """Signed in, not switched off, second factor given where one is needed; public views let everybody in."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Return True, or raise Unauthenticated with the reason (NotAuthenticated for a stranger)."""
        if getattr(view, "public", False):
            return True
        if not request.user.is_authenticated:
            return False
        if verdict := barred(request.user):
            return True
        raise Unauthenticated(verdict.reason, "second_factor_required")


class InScope(BasePermission):
    """The token was made for this kind of data; a session has no scopes."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Return True, or raise Refused (403) that names the scope."""
        scope = getattr(view, "scope", "")
        token: Any = request.auth
        if not scope or token is None or scope in token.scopes:
            return True
        reason = _("โทเคนนี้ไม่มีขอบเขต %(scope)s โปรดออกโทเคนที่มีขอบเขตนี้") % {"scope": scope}
        raise Refused(reason, "scope_missing", 403)
