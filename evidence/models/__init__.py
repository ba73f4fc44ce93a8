"""Links, the pages they lead to and the checks of those, and files."""

from evidence.models.attachment import Attachment
from evidence.models.link import Link
from evidence.models.page import LinkCheck, WebHost, WebPage

__all__ = ["Attachment", "Link", "LinkCheck", "WebHost", "WebPage"]
