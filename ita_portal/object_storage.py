"""Object storage (S3) that fails as a disk does: the rest of the portal knows OSError alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage


@contextmanager
def _as_os_error() -> Iterator[None]:
    try:
        yield
    except (Boto3Error, BotoCoreError, ClientError) as failure:
        # The reason stays in the log; an address or a key of the store is for nobody's screen.
        raise OSError(f"object storage: {type(failure).__name__}") from failure


class ObjectStorage(S3Storage):
    """django-storages' S3 with its failures as OSError; a missing file is FileNotFoundError, as it is there already."""

    def _save(self, name: str, content: File) -> str:
        with _as_os_error():
            return super()._save(name, content)

    def _open(self, name: str, mode: str = "rb") -> File:
        with _as_os_error():
            return super()._open(name, mode)

    def delete(self, name: str) -> None:
        """Delete the file; one that is not there is no fault."""
        with _as_os_error():
            super().delete(name)

    def exists(self, name: str) -> bool:
        """Say whether the file is there."""
        with _as_os_error():
            return super().exists(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Return the folders and the files of a folder."""
        with _as_os_error():
            return super().listdir(path)

    def get_modified_time(self, name: str) -> Any:
        """Return when the file was written."""
        with _as_os_error():
            return super().get_modified_time(name)
