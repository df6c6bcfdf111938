"""Where files are kept: renditions in a public place, everything else in a private one.

On disk these are two folders, of which only the first has a URL; on S3, two buckets.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

FILES_ON_DISK = "django.core.files.storage.FileSystemStorage"
PRIVATE_FILES_ON_DISK = "home.storage.PrivateFiles"
FILES_ON_S3 = "home.storage.Bucket"
SIGNED_LINK_SECONDS = 300
# A person may be paused at any minute: a photo already fetched is shown from memory this long at most.
RENDITION_CACHE_SECONDS = 300


def file_storages(environ: Mapping[str, str], *, media_root: Path, media_url: str) -> dict[str, Any]:
    """Return the storages `default` (private) and `renditions` (public) as Django's STORAGES wants them.

    Raises ImproperlyConfigured, naming the variable, when the buckets are missing or one and the same.
    """
    if environ.get("AWS_STORAGE_BUCKET_NAME"):
        return buckets(environ)
    return {
        "default": {"BACKEND": PRIVATE_FILES_ON_DISK, "OPTIONS": {"location": str(media_root / "private")}},
        "renditions": {
            "BACKEND": FILES_ON_DISK,
            "OPTIONS": {
                "location": environ.get("RENDITIONS_DIR") or str(media_root / "public"),
                "base_url": media_url,
                # Read by the public side's user, too, whatever the umask of the one who made them.
                "file_permissions_mode": 0o644,
                "directory_permissions_mode": 0o755,
            },
        },
    }


def buckets(environ: Mapping[str, str]) -> dict[str, Any]:
    public, private = environ["AWS_STORAGE_BUCKET_NAME"], environ.get("AWS_PRIVATE_BUCKET_NAME", "")
    if not private:
        raise ImproperlyConfigured("AWS_PRIVATE_BUCKET_NAME is missing: originals need their own bucket.")
    if private == public:
        raise ImproperlyConfigured("AWS_PRIVATE_BUCKET_NAME must differ from AWS_STORAGE_BUCKET_NAME.")
    return {
        "default": {"BACKEND": FILES_ON_S3, "OPTIONS": {"alias": "default", **private_bucket(environ)}},
        "renditions": {"BACKEND": FILES_ON_S3, "OPTIONS": {"alias": "renditions", **public_bucket(environ)}},
    }


def private_bucket(environ: Mapping[str, str]) -> dict[str, Any]:
    return {
        **connection(environ, key_prefix="AWS_PRIVATE"),
        "bucket_name": environ["AWS_PRIVATE_BUCKET_NAME"],
        "querystring_auth": True,
        "querystring_expire": SIGNED_LINK_SECONDS,
    }


def public_bucket(environ: Mapping[str, str]) -> dict[str, Any]:
    return {
        **connection(environ, key_prefix="AWS"),
        "bucket_name": environ["AWS_STORAGE_BUCKET_NAME"],
        "querystring_auth": False,
        "custom_domain": environ.get("AWS_S3_CUSTOM_DOMAIN") or None,
        "object_parameters": {"CacheControl": f"public, max-age={RENDITION_CACHE_SECONDS}"},
    }


def connection(environ: Mapping[str, str], *, key_prefix: str) -> dict[str, Any]:
    """Return what both buckets share; the private one may have keys of its own, and should."""
    key_id, secret = f"{key_prefix}_ACCESS_KEY_ID", f"{key_prefix}_SECRET_ACCESS_KEY"
    return {
        "access_key": environ.get(key_id) or environ.get("AWS_ACCESS_KEY_ID"),
        "secret_key": environ.get(secret) or environ.get("AWS_SECRET_ACCESS_KEY"),
        "endpoint_url": environ.get("AWS_S3_ENDPOINT_URL") or None,
        "region_name": environ.get("AWS_S3_REGION_NAME") or None,
        "signature_version": "s3v4",
        "addressing_style": environ.get("AWS_S3_ADDRESSING_STYLE") or None,
        "default_acl": None,  # who may read is the bucket's policy, not the object's
        "file_overwrite": False,
    }


def backup_store(environ: Mapping[str, str]) -> dict[str, Any]:
    """Return how a bucket of backups is asked (home.backup.bucket): by a key that opens nothing else."""
    return {
        "aws_access_key_id": environ.get("AWS_BACKUP_ACCESS_KEY_ID") or None,
        "aws_secret_access_key": environ.get("AWS_BACKUP_SECRET_ACCESS_KEY") or None,
        "endpoint_url": environ.get("AWS_BACKUP_ENDPOINT_URL") or environ.get("AWS_S3_ENDPOINT_URL") or None,
        "region_name": environ.get("AWS_BACKUP_REGION_NAME") or environ.get("AWS_S3_REGION_NAME") or None,
        "addressing_style": environ.get("AWS_S3_ADDRESSING_STYLE") or None,
    }
