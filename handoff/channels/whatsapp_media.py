"""Fetches customers' files from Meta, and from nowhere else: by jobs of their own, limited in size and type."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx
import structlog
from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError

from handoff.channels.whatsapp_answers import say_once
from handoff.channels.whatsapp_client import MediaAwayError, MediaGoneError, WhatsappClient
from handoff.clock import Clock
from handoff.conversations.tables import MessageRow, UploadRow
from handoff.conversations.transcript import lock_conversation
from handoff.conversations.whatsapp_tables import MediaJobRow
from handoff.doorbells import Doorbells
from handoff.metrics import MEDIA
from handoff.record import Record
from handoff.uploads import Upload, UploadRefusedError, UploadTooLargeError, check_upload, keep_upload

log = structlog.get_logger()

POLL_SECONDS = 5.0
BATCH = 20
TRIES = 8
CLAIM = timedelta(minutes=2)
"""A job that a crashed worker had begun is taken up again after this."""
PAUSES = (1, 5, 30, 120, 600, 1800, 3600)
"""Seconds before the second and later tries."""
MAX_HOPS = 3
LIMITS: Mapping[str, int] = {
    "image": 10_000_000, "sticker": 1_000_000, "audio": 16_000_000, "voice": 16_000_000, "video": 16_000_000,
    "document": 10_000_000,
}  # fmt: skip
"""Bytes: WhatsApp's own limits, for documents (100 MB) less: what an agent opens in a browser."""
META_HOSTS = ("fbsbx.com", "fbcdn.net", "facebook.com", "whatsapp.net")
SOUNDS_AND_VIDEOS: Mapping[str, tuple[tuple[int, bytes], str]] = {
    "audio/ogg": ((0, b"OggS"), ".ogg"),
    "audio/mpeg": ((0, b"ID3"), ".mp3"),
    "audio/amr": ((0, b"#!AMR"), ".amr"),
    "audio/mp4": ((4, b"ftyp"), ".m4a"),
    "video/mp4": ((4, b"ftyp"), ".mp4"),
    "video/3gpp": ((4, b"ftyp"), ".3gp"),
}
"""Where which bytes stand in a file of the type, and its suffix."""
MP3_FRAME = b"\xff\xfb"


class MediaRefusedError(Exception):
    """The file is not one that we take; another try would change nothing."""


def check_media(kind: str, name: str, media_type: str, content: bytes) -> Upload:
    """Checks a file by its content: pictures and PDFs as anywhere, sounds and videos by their first bytes. Pure.

    Raises:
        MediaRefusedError: of a kind that is not taken, or not what it says it is.
    """
    if kind not in {"audio", "voice", "video"}:
        try:
            return check_upload(name, content)
        except (UploadRefusedError, UploadTooLargeError) as error:
            raise MediaRefusedError(error.code) from error
    mark, suffix = SOUNDS_AND_VIDEOS.get(media_type, ((0, b""), ""))
    start, magic = mark
    begins_right = content[start : start + len(magic)] == magic
    if media_type == "audio/mpeg":
        begins_right = begins_right or content[:2] == MP3_FRAME
    if not suffix or not begins_right:
        raise MediaRefusedError("upload_refused")
    stem = "".join(each for each in Path(name).stem if each.isprintable())[:100] or kind
    return Upload(stem + suffix, media_type, suffix, content)


def may_ask(url: str, base_url: str) -> bool:
    """Whether an address may be asked with our token: Meta's own hosts over TLS, or the API's own. Pure."""
    try:
        parts, base = urlsplit(url), urlsplit(base_url)
        where = (parts.scheme, parts.hostname or "", parts.port)
    except ValueError:
        return False
    if where == (base.scheme, base.hostname, base.port):
        return True
    on_meta = any(where[1] == each or where[1].endswith("." + each) for each in META_HOSTS)
    return where[0] == "https" and where[2] in {None, 443} and on_meta and not parts.username


def fits_hash(content: bytes, sha256: str | None) -> bool:
    """Whether the content has the hash that the webhook gave, in hex or Base64; True where it gave none. Pure."""
    if not sha256:
        return True
    digest = hashlib.sha256(content).digest()
    return sha256 in {digest.hex(), base64.b64encode(digest).decode()}


class MediaFetcher:
    """Works on the jobs."""

    def __init__(self, record: Record, client: WhatsappClient, bells: Doorbells, clock: Clock, folder: Path) -> None:
        self._record = record
        self._client = client
        self._bells = bells
        self._clock = clock
        self._folder = folder
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """There is a new job."""
        self._wake.set()

    async def run(self) -> None:
        """Works on due jobs until cancelled."""
        while True:
            self._wake.clear()
            try:
                while await self.work():
                    pass
            except SQLAlchemyError as error:
                log.warning("whatsapp.media_interrupted", error=type(error).__name__)
            try:
                await asyncio.wait_for(self._wake.wait(), POLL_SECONDS)
            except TimeoutError:
                continue

    async def work(self) -> int:
        """Works on the jobs that are due; returns how many they were."""
        async with self._record.reading() as session:
            due = select(MediaJobRow.id).where(MediaJobRow.state == "open", MediaJobRow.due_at <= self._clock())
            jobs = list((await session.execute(due.order_by(MediaJobRow.due_at).limit(BATCH))).scalars())
        return sum(await asyncio.gather(*map(self._work_on, jobs)))

    async def _work_on(self, job_id: str) -> int:
        job = await self._claim(job_id)
        if job is None:
            return 0
        try:
            upload = await self._fetch(job)
        except MediaAwayError as error:
            await self._try_later(job, str(error))
        except MediaGoneError as error:
            await self._fail(job, str(error), "lost")
        except MediaRefusedError as error:
            await self._fail(job, str(error), "refused")
        else:
            await self._keep(job, upload)
        return 1

    async def _claim(self, job_id: str) -> MediaJobRow | None:
        """Takes a job for this worker; None when another was faster."""
        now = self._clock()
        statement = (
            update(MediaJobRow)
            .where(MediaJobRow.id == job_id, MediaJobRow.state == "open", MediaJobRow.due_at <= now)
            .values(attempts=MediaJobRow.attempts + 1, due_at=now + CLAIM)
            .returning(MediaJobRow)
        )
        async with self._record.writing() as session:
            return (await session.execute(statement)).scalar_one_or_none()

    async def _fetch(self, job: MediaJobRow) -> Upload:
        place = await self._client.find_media(job.media_id)
        limit = LIMITS.get(job.kind, LIMITS["document"])
        if place.size is not None and place.size > limit:
            raise MediaRefusedError("upload_too_large")
        content = await self._download(place.url, limit)
        if not fits_hash(content, job.sha256):
            log.warning("whatsapp.media_other_hash", job=job.id)  # WhatsApp re-encodes some files after hashing
        async with self._record.reading() as session:
            message = await session.get_one(MessageRow, (job.conversation_id, job.seq))
        announced = message.attachment or {}
        media_type = str(announced.get("media_type") or place.media_type).split(";")[0].strip()
        return await asyncio.to_thread(check_media, job.kind, str(announced.get("name") or ""), media_type, content)

    async def _download(self, url: str, limit: int) -> bytes:
        for _ in range(MAX_HOPS):
            if not may_ask(url, self._client.base_url):
                raise MediaRefusedError("another_host")
            try:
                async with self._client.open_media(url) as response:
                    if response.is_redirect:
                        url = urljoin(url, response.headers.get("location", ""))
                        continue
                    _check_answer(response)
                    return b"".join([chunk async for chunk in _limited(response, limit)])
            except httpx.HTTPError as error:
                raise MediaAwayError(type(error).__name__) from error
        raise MediaAwayError("redirects")

    async def _keep(self, job: MediaJobRow, upload: Upload) -> None:
        await asyncio.to_thread(keep_upload, self._folder, job.id, upload)
        now = self._clock()
        async with self._record.writing() as session:
            await lock_conversation(session, job.conversation_id)
            session.add(
                UploadRow(
                    id=job.id, conversation_id=job.conversation_id, name=upload.name, size=len(upload.content),
                    media_type=upload.media_type, suffix=upload.suffix, at=now,
                )
            )  # fmt: skip
            message = await session.get_one(MessageRow, (job.conversation_id, job.seq))
            message.attachment = {
                **(message.attachment or {}), "name": upload.name, "media_type": upload.media_type,
                "size": len(upload.content), "state": "ready",
            }  # fmt: skip
            (await session.get_one(MediaJobRow, job.id)).state = "done"
        MEDIA.labels("kept").inc()
        await self._bells.ring(job.conversation_id)

    async def _try_later(self, job: MediaJobRow, error: str) -> None:
        if job.attempts >= TRIES:
            await self._fail(job, error, "lost")
            return
        pause = timedelta(seconds=PAUSES[min(job.attempts, len(PAUSES)) - 1])
        async with self._record.writing() as session:
            row = await session.get_one(MediaJobRow, job.id)
            row.due_at, row.error = self._clock() + pause, error[:64]

    async def _fail(self, job: MediaJobRow, error: str, label: str) -> None:
        """The file will not come: agent and customer are told."""
        now = self._clock()
        async with self._record.writing() as session:
            conversation = await lock_conversation(session, job.conversation_id)
            row = await session.get_one(MediaJobRow, job.id)
            row.state, row.error = "failed", error[:64]
            message = await session.get_one(MessageRow, (job.conversation_id, job.seq))
            message.attachment = {**(message.attachment or {}), "state": "failed"}
            if conversation is not None:
                await say_once(session, conversation, "file_failed", now)
        MEDIA.labels(label).inc()
        log.warning("whatsapp.media_failed", job=job.id, error=error)
        await self._bells.ring(job.conversation_id)


def _check_answer(response: httpx.Response) -> None:
    # Also 401 and 404 are tried again: an address is good for five minutes, and the next try asks for a fresh one.
    if response.status_code != httpx.codes.OK:
        raise MediaAwayError(str(response.status_code))


async def _limited(response: httpx.Response, limit: int) -> AsyncIterator[bytes]:
    size = 0
    async for chunk in response.aiter_bytes():
        size += len(chunk)
        if size > limit:
            raise MediaRefusedError("upload_too_large")
        yield chunk
