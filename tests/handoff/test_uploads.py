"""Files are what their content says, and pictures lose what hides in them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from handoff.uploads import (
    MAX_BYTES,
    UploadRefusedError,
    UploadTooLargeError,
    check_upload,
    keep_upload,
)

SECRET_PLACE = "6.2S 106.8E"


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **options: object) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "teal").save(made, format=kind, **options)
    return made.getvalue()


@pytest.mark.parametrize(("kind", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")])
def test_that_pictures_are_taken_by_their_content_not_their_name(kind: str, media_type: str) -> None:
    upload = check_upload("../../etc/passwd.exe", picture(kind))

    assert upload.media_type == media_type
    assert upload.name == f"passwd{upload.suffix}"


def test_that_a_picture_forgets_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x010E] = SECRET_PLACE  # ImageDescription
    taken = picture(exif=exif)
    assert SECRET_PLACE.encode() in taken

    upload = check_upload("foto.jpg", taken)

    assert SECRET_PLACE.encode() not in upload.content


def test_that_a_picture_stands_upright_after_it_has_lost_its_turn_mark() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # Orientation: turn by 90 degrees

    upload = check_upload("foto.jpg", picture(size=(40, 20), exif=exif))

    assert Image.open(io.BytesIO(upload.content)).size == (20, 40)


def test_that_a_pdf_is_taken_as_it_is() -> None:
    content = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"

    upload = check_upload("sertifikat.jpeg", content)

    assert (upload.name, upload.media_type, upload.content) == ("sertifikat.pdf", "application/pdf", content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        picture()[:60],
        b"GIF89a",
    ],
    ids=["empty", "program", "svg", "cut off", "gif"],
)
def test_that_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(UploadRefusedError):
        check_upload("foto.jpg", content)


def test_that_what_is_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(UploadTooLargeError):
        check_upload("foto.jpg", b"\xff" * (MAX_BYTES + 1))


def test_that_a_small_file_that_unfolds_to_a_huge_picture_is_refused() -> None:
    bomb = io.BytesIO()
    Image.new("1", (9000, 9000)).save(bomb, format="PNG")

    with pytest.raises((UploadTooLargeError, UploadRefusedError)):
        check_upload("foto.png", bomb.getvalue())


def test_that_a_file_is_kept_under_its_id_alone(tmp_path: Path) -> None:
    upload = check_upload("foto.png", picture("PNG"))

    path = keep_upload(tmp_path, "abcdef", upload)

    assert path == tmp_path / "ab" / "abcdef.png"
    assert path.read_bytes() == upload.content
