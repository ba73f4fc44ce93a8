"""Where files lie, from one setting: a folder on this machine, or a bucket of object storage."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SHAPE = "STORAGE_URL must read s3://KEY:SECRET@HOST/BUCKET?region=REGION (&tls=off for plain http inside one network)"


def file_storage(url: str) -> dict[str, Any]:
    """Return the entry of STORAGES for STORAGE_URL; "" is the folder MEDIA_ROOT.

    Raises ImproperlyConfigured where the address lacks a part.
    """
    if not url:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    parts = urlsplit(url)
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    bucket = parts.path.strip("/")
    if parts.scheme != "s3" or not all((parts.username, parts.password, parts.hostname, bucket)) or "/" in bucket:
        raise ImproperlyConfigured(SHAPE)
    if asked.keys() - {"region", "tls"} or asked.get("tls", "off") != "off":
        raise ImproperlyConfigured(SHAPE)
    host = parts.netloc.rpartition("@")[2]
    return {
        "BACKEND": "ita_portal.object_storage.ObjectStorage",
        "OPTIONS": {
            "access_key": unquote(parts.username or ""),
            "secret_key": unquote(parts.password or ""),
            "bucket_name": bucket,
            "endpoint_url": f"{'http' if 'tls' in asked else 'https'}://{host}",
            "region_name": asked.get("region", "us-east-1"),
            # Whoever runs the store itself (MinIO, Ceph) seldom has a name for each bucket.
            "addressing_style": "path",
            "signature_version": "s3v4",
            "default_acl": None,
        },
    }
