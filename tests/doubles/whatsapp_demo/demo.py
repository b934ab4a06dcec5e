"""The double's server with the page's own routes beside those of Meta."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from sanic import HTTPResponse, Request, Sanic, Websocket
from sanic.response import empty, file, html, raw
from websockets.exceptions import ConnectionClosed

from tests.doubles.graph_api.graph import GraphDouble
from tests.doubles.graph_api.phone import Phone
from tests.doubles.whatsapp_demo.phone_view import phone_view
from tests.doubles.whatsapp_demo.voice_note import voice_note

PAGE = Path(__file__).parent / "page"
LOOK_SECONDS = 0.15
PEOPLE: dict[str, tuple[str | None, str, timedelta]] = {
    "bambang": ("628110000105", "Bambang", timedelta()),
    "budi": ("6281234500001", "Budi", timedelta()),
    "rini": (None, "Rini", timedelta()),
    "agus": ("6281234500002", "Agus", timedelta(hours=25)),
}
"""Number, name, and how late their messages reach the company."""
FILES = {"image/jpeg": "image", "image/png": "image", "image/webp": "image", "application/pdf": "document"}
WEATHER = {"duplicate": 0.5, "delay": 0.6, "drop": 0.3, "fail": 0.4}
"""How often each kind of trouble happens while it is switched on."""


class Demo:
    """The phones of the people on the page."""

    def __init__(self, double: GraphDouble, desk: str, password: str) -> None:
        self._double = double
        self._desk = desk
        self._password = password
        self._phones: dict[str, Phone] = {}
        self._late: dict[str, timedelta] = {}
        double.mischief.delay_seconds = 4.0

    def app(self) -> Sanic[Any, Any]:
        """The server."""
        app = self._double.app()
        app.add_route(self._page, "/", methods=["GET"], name="page")
        app.add_route(self._file, "/page/<name:str>", methods=["GET"], name="page_file")
        app.add_route(self._media, "/phones/media/<media_id:str>", methods=["GET"], name="phone_media")
        app.add_route(self._upload, "/phones/<person:str>/files", methods=["POST"], name="phone_upload")
        app.add_websocket_route(self._serve, "/phones/<person:str>/ws", name="phone_ws")
        return app

    async def _page(self, _request: Request) -> HTTPResponse:
        text = (PAGE / "index.html").read_text(encoding="utf-8")
        return html(text.replace("{{desk}}", self._desk).replace("{{password}}", self._password))

    async def _file(self, _request: Request, name: str) -> HTTPResponse:
        known = {each.name: each for each in PAGE.iterdir()}
        return await file(known[name]) if name in known else empty(404)

    async def _media(self, _request: Request, media_id: str) -> HTTPResponse:
        content, media_type = self._double.file(media_id)
        return raw(content, content_type=media_type)

    async def _upload(self, request: Request, person: str) -> HTTPResponse:
        sent = (request.files or {}).get("file")
        if sent is None or sent.type not in FILES:
            return empty(415)
        kind = FILES[sent.type]
        more = {"filename": sent.name} if kind == "document" else {}
        self._send(person, kind, {**self._double.media_of(sent.body, sent.type), **more})
        return empty()

    async def _serve(self, _request: Request, socket: Websocket, person: str) -> None:
        showing = asyncio.create_task(self._show(socket, self._phone(person)))
        try:
            while (raw_frame := await socket.recv()) is not None:
                with suppress(KeyError, TypeError, ValueError, StopIteration):  # a page of another version
                    self._take(person, json.loads(raw_frame))
        except ConnectionClosed:
            pass
        finally:
            showing.cancel()

    async def _show(self, socket: Websocket, phone: Phone) -> None:
        shown = ""
        with suppress(ConnectionClosed):
            while True:
                view = phone_view(phone, self._double.webhooks.arrived, self._double.clock())
                now = json.dumps({**view, "weather": self._weather()})
                if now != shown:
                    await socket.send(now)
                    shown = now
                await asyncio.sleep(LOOK_SECONDS)

    def _take(self, person: str, frame: dict[str, Any]) -> None:
        phone = self._phone(person)
        match frame["type"]:
            case "say":
                self._send(person, "text", {"body": str(frame["text"])[:4096]})
            case "choose":
                seen = next(each for each in phone.seen if each.id == frame["message"])
                phone.choose(seen, next(each for each in seen.choices if each["id"] == frame["choice"]))
            case "voice":
                media = self._double.media_of(voice_note(), "audio/ogg; codecs=opus")
                self._send(person, "audio", {**media, "voice": True})
            case "react":
                phone.send("reaction", {"message_id": frame["message"], "emoji": str(frame["emoji"])[:8]})
            case "weather":
                name = str(frame["name"])
                setattr(self._double.mischief, name, WEATHER[name] if frame["on"] is True else 0.0)

    def _send(self, person: str, kind: str, content: dict[str, Any]) -> None:
        phone, late = self._phone(person), self._late[person]
        phone.send(kind, content, self._double.clock() - late if late else None)

    def _phone(self, person: str) -> Phone:
        if person not in self._phones:
            number, name, late = PEOPLE[person]
            user_id = None if number else "ID.13491208655302741918"
            self._phones[person], self._late[person] = self._double.phone(number, name, user_id), late
        return self._phones[person]

    def _weather(self) -> dict[str, bool]:
        return {name: getattr(self._double.mischief, name) > 0 for name in WEATHER}
