"""Photos and PDFs of customers: checked by their content, cleaned, and kept outside of what is served.

A picture is decoded and written anew, which throws away whatever hides in it: the place where it was taken (EXIF), or
something that is no picture at all.
"""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from handoff.errors import InvalidInputError

MAX_BYTES = 10_000_000
"""A phone's photo has 3 to 6 MB."""
MAX_PIXELS = 50_000_000
"""More than any phone's camera; a small file that unfolds to more is an attack (decompression bomb)."""
MAX_NAME = 120
NOT_IN_HEADERS = '"\\;'
"""The name is sent in a Content-Disposition header."""
PICTURES = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png"), "WEBP": ("image/webp", ".webp")}
PDF_START = b"%PDF-"
PDF_START_WITHIN = 1024
"""Readers accept some bytes before the header (ISO 32000-1, annex H)."""


class UploadRefusedError(InvalidInputError):
    """The file is of a kind that we do not take, or is not what it says it is."""

    code = "upload_refused"
    http_status = 415


class UploadTooLargeError(InvalidInputError):
    """The file is larger than we take."""

    code = "upload_too_large"
    http_status = 413


@dataclass(frozen=True)
class Upload:
    """A file that may be kept."""

    name: str
    media_type: str
    suffix: str
    content: bytes


def check_upload(name: str, content: bytes) -> Upload:
    """Checks a file by its content, whatever its name and announced type say, and cleans pictures.

    Raises:
        UploadTooLargeError: over 10 MB or 50 million pixels.
        UploadRefusedError: empty, or neither JPEG, PNG, WebP nor PDF.
    """
    if len(content) > MAX_BYTES:
        raise UploadTooLargeError(f"A file may have at most {MAX_BYTES // 1_000_000} MB.")
    if not content:
        raise UploadRefusedError("The file is empty.")
    if PDF_START in content[:PDF_START_WITHIN]:
        return Upload(_clean_name(name, ".pdf"), "application/pdf", ".pdf", content)
    return _clean_picture(name, content)


def upload_path(folder: Path, upload_id: str, suffix: str) -> Path:
    """Where a file is kept: by its id, never by a name that a customer chose."""
    return folder / upload_id[:2] / f"{upload_id}{suffix}"


def keep_upload(folder: Path, upload_id: str, upload: Upload) -> Path:
    """Writes the file whole or not at all."""
    path = upload_path(folder, upload_id, upload.suffix)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        file.write(upload.content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    return path


def _clean_picture(name: str, content: bytes) -> Upload:
    try:
        with Image.open(io.BytesIO(content), formats=tuple(PICTURES)) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise UploadTooLargeError(f"A picture may have at most {MAX_PIXELS // 1_000_000} million pixels.")
            kind = str(picture.format)
            upright = ImageOps.exif_transpose(picture)
            cleaned = io.BytesIO()
            upright.save(cleaned, format=kind, quality=90)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise UploadRefusedError("Only photos (JPEG, PNG, WebP) and PDF files can be taken.") from error
    media_type, suffix = PICTURES[kind]
    return Upload(_clean_name(name, suffix), media_type, suffix, cleaned.getvalue())


def _clean_name(name: str, suffix: str) -> str:
    stem = Path(name.replace("\\", "/")).stem
    printable = "".join(each for each in stem if each.isprintable() and each not in NOT_IN_HEADERS).strip()[:MAX_NAME]
    return (printable or "file") + suffix
