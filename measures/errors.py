"""Refusals, with Thai messages for people."""

from typing import Any


class WorkflowError(Exception):
    """An act was refused; the message says why. `conflict`: the state has moved on (409)."""

    def __init__(self, reason: str, *, conflict: bool = False) -> None:
        super().__init__(reason)
        self.conflict = conflict


class StaleVersion(WorkflowError):
    """Somebody saved in between. `current` is what stands now, `typed` what was to be saved."""

    def __init__(self, reason: str, *, current: dict[str, Any], typed: dict[str, Any]) -> None:
        super().__init__(reason, conflict=True)
        self.current = current
        self.typed = typed
