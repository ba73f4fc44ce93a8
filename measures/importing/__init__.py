"""Papers into the database: look first, store when a person says so, take back while nothing depends on it."""

from measures.importing.request import Request
from measures.importing.service import commit, examine, preview
from measures.importing.undoing import undo, undo_verdict

__all__ = ["Request", "commit", "examine", "preview", "undo", "undo_verdict"]
