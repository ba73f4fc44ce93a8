"""Receives uploads to disk, within bounds: what is too long is counted and not kept, a full disk is no crash."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

# More than any form of the portal takes; what lies beyond is read off the wire and dropped.
MOST = 25 * 1024 * 1024
# All files of one request together: they lie on the disk before any view has asked who sends them.
MOST_OF_REQUEST = 8 * MOST


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Keep at most MOST bytes of a file and MOST_OF_REQUEST of all; `size` says how many came, or that it was too many.

    The finished file has `lost = True` where the disk took no more: the view can say so. (Raising here would end
    in an error page before any view was asked.)
    """

    _lost = False
    _came = 0
    _kept = 0
    _over = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        self._lost, self._came, self._over = False, 0, False
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Keep the chunk while there is room for it."""
        self._came += len(raw_data)
        self._over = self._over or self._came > MOST or self._kept + len(raw_data) > MOST_OF_REQUEST
        if self._over or self._lost:
            return None
        try:
            self.file.write(raw_data)
            self._kept += len(raw_data)
        except OSError:
            self._lost = True
        return None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Return the file with its true size."""
        try:
            self.file.seek(0)
        except OSError:
            self._lost = True
        self.file.size = max(file_size, MOST + 1) if self._over else file_size
        self.file.lost = self._lost  # type: ignore[attr-defined]
        return self.file
