"""Marks Thai messages for the translators, in a process that has no settings."""


def gettext_noop(message: str) -> str:
    """Return the message as it is: `makemessages` finds it here, the page translates it where it is shown.

    Django's own function of that name asks for settings, which the process that reads files has not.
    """
    return message
