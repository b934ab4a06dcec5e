from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from handoff.channels import whatsapp_media
from handoff.channels.whatsapp_media import MediaRefusedError, check_media
from tests.doubles.graph_api.phone import Phone
from tests.doubles.whatsapp_demo.voice_note import voice_note
from tests.handoff.channels.whatsapp_world import World
from tests.support.agents import at_desk
from tests.support.waiting import until


def photo() -> bytes:
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, format="JPEG")
    return picture.getvalue()


async def attachment(world: World, phone: Phone) -> dict[str, Any]:
    """What is known of the customer's newest file."""
    files = [row.attachment for row in await world.messages(phone) if row.attachment]
    return files[-1] if files else {}


async def until_file(world: World, phone: Phone, state: str) -> dict[str, Any]:
    async def holds() -> bool:
        return (await attachment(world, phone)).get("state") == state

    await until(holds)
    return await attachment(world, phone)


async def test_that_a_photo_a_document_and_a_voice_note_are_fetched_for_the_agent(world: World) -> None:
    phone = world.double.phone()

    for kind, content, media_type, more in (
        ("image", photo(), "image/jpeg", {}),
        ("document", b"%PDF-1.4\n%%EOF", "application/pdf", {"filename": "PO 12.pdf"}),
        ("audio", voice_note(), "audio/ogg; codecs=opus", {"voice": True}),
    ):
        phone.send_file(kind, content, media_type, **more)
        await world.settle()
        found = await until_file(world, phone, "ready")
        async with await at_desk(world.parts, world.base) as agent:
            got = await agent.get(found["url"])

        assert found["media_type"] == media_type.split(";")[0]
        assert (got.status_code, got.headers["content-type"]) == (200, media_type.split(";")[0])
        if kind != "image":  # pictures are written anew, without what hides in them
            assert got.content == content


async def test_that_a_download_that_fails_is_tried_again(world: World) -> None:
    world.double.mischief.fail_media = 1
    phone = world.double.phone()

    phone.send_file("image", photo(), "image/jpeg")
    await world.settle()
    await until(lambda: world.double.mischief.fail_media == 0)
    assert world.parts.whatsapp is not None
    media = world.parts.whatsapp.media

    async def fetched() -> bool:
        world.clock.advance(seconds=2)
        await media.work()
        return (await attachment(world, phone))["state"] == "ready"

    await until(fetched)


async def test_that_a_lost_file_is_told_and_hides_no_text(world: World) -> None:
    world.double.mischief.lose_media = True
    phone = world.double.phone()

    phone.send_file("image", photo(), "image/jpeg", caption="alat saya rusak")
    await until_file(world, phone, "failed")
    await until(lambda: any("belum berhasil kami terima" in text for text in phone.texts))
    await until(lambda: world.bot.texts == ["alat saya rusak"])


async def test_that_a_file_over_the_limit_is_not_fetched(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whatsapp_media, "LIMITS", {"image": 100, "document": 100})
    phone = world.double.phone()

    phone.send_file("image", photo(), "image/jpeg")

    assert (await until_file(world, phone, "failed"))["size"] == 0


@pytest.mark.parametrize(
    ("kind", "media_type", "content"),
    [
        ("document", "application/zip", b"PK\x03\x04"),
        ("image", "image/jpeg", b"no picture"),
        ("audio", "audio/ogg", b"MZ\x90"),
        ("video", "application/x-msdownload", b"MZ\x90"),
    ],
)
def test_that_files_are_refused_by_what_they_are(kind: str, media_type: str, content: bytes) -> None:
    with pytest.raises(MediaRefusedError):
        check_media(kind, "name", media_type, content)
