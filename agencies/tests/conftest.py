"""Fixtures of mails."""

from collections.abc import Callable, Iterator

import pytest
from django.core.mail.backends.smtp import EmailBackend

from agencies.posting import Poster
from agencies.tests.mailing import NOW, MailServer, mail_server


@pytest.fixture
def server() -> Iterator[MailServer]:
    """Return a mail server that listens."""
    with mail_server() as found:
        yield found


@pytest.fixture
def poster(server: MailServer) -> Callable[..., Poster]:
    """Return a maker of posters at a time; port: another server's."""

    def make(at=NOW, port=None):
        return Poster(lambda: EmailBackend(host="127.0.0.1", port=port or server.port, timeout=5), clock=lambda: at)

    return make
