"""Hashes a file as it comes off the wire: nothing of it is kept, on the disk or in memory."""

import hashlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MOST = 50 * 1024 * 1024


class HashedFile(UploadedFile):
    """A file that came and went: its `sha256` (hex), "" where it had more than MOST bytes."""

    def __init__(self, name: str, size: int, sha256: str) -> None:
        super().__init__(file=None, name=name, size=size)
        self.sha256 = sha256

    def close(self) -> None:
        """Nothing is open."""


class HashingHandler(FileUploadHandler):
    """Hash the first MOST bytes of each file; what lies beyond is read off the wire and dropped."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self._came, self._digest = 0, hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Hash the chunk."""
        self._came += len(raw_data)
        if self._came <= MOST:
            self._digest.update(raw_data)

    def file_complete(self, file_size: int) -> HashedFile:
        """Return the hash in the place of the file."""
        digest = self._digest.hexdigest() if self._came <= MOST else ""
        return HashedFile(self.file_name or "", file_size, digest)
