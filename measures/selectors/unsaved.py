"""Texts that could not be stored: whose they are."""

from agencies.models import User
from measures.choices import Action
from measures.models import Result, UnsavedText
from measures.rules import may


def kept_texts(result: Result, user: User) -> list[UnsavedText]:
    """Return the person's own kept texts of the result, oldest first."""
    return list(UnsavedText.objects.filter(result=result, user=user))


def form_of(result_pk: int, user_pk: int) -> tuple[Result, User] | None:
    """Return the result and the person of a signed form, while that person may still read the result."""
    writer = User.objects.filter(pk=user_pk, is_active=True).first()
    result = Result.objects.with_context().filter(pk=result_pk).first()
    if writer is None or result is None or not may(writer, Action.RESULT_READ, result):
        return None
    return result, writer
