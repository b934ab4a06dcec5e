"""The double's server: the endpoints that the product uses, and the phones of its customers."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sanic import HTTPResponse, Request, Sanic
from sanic.response import json, raw

from handoff.channels.whatsapp_templates import Template, all_templates
from tests.doubles.graph_api import rules
from tests.doubles.graph_api.mischief import Mischief
from tests.doubles.graph_api.phone import Phone, Seen
from tests.doubles.graph_api.webhooks import Target, Webhooks

DAY = timedelta(hours=24)
CLOSE_SECONDS = 3.0


class GraphDouble:
    """One business number at Meta."""

    def __init__(
        self, target: Target, *, number: str = "106540352242922", token: str = "token", secret: str = "secret",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC), mischief: Mischief | None = None,
    ) -> None:  # fmt: skip
        self.number = number
        self.token = token
        self.clock = clock
        self.mischief = mischief or Mischief()
        self.webhooks = Webhooks(secret, number, target, self.mischief)
        self.phones: list[Phone] = []
        self.refused: list[rules.Refusal] = []
        """Everything that Meta would have refused; the mischief's own refusals are not among it."""
        self._templates: dict[str, Template] = {each.name: each for each in all_templates()}
        self._media: dict[str, tuple[bytes, str]] = {}
        self.on_seen: Callable[[Phone, Seen], None] = lambda _phone, _seen: None

    def phone(self, number: str | None = "628110000101", name: str = "Budi", user_id: str | None = None) -> Phone:
        """A customer."""
        new = Phone(self, number, name, user_id)
        self.phones.append(new)
        return new

    def keep_media(self, content: bytes, media_type: str) -> str:
        """Keeps a file; gives its id."""
        media_id = str(len(self._media) + 10**15)
        self._media[media_id] = (content, media_type)
        return media_id

    def media_of(self, content: bytes, media_type: str) -> dict[str, str]:
        """A customer's file as it stands in their message."""
        sha256 = hashlib.sha256(content).hexdigest()
        return {"id": self.keep_media(content, media_type), "mime_type": media_type, "sha256": sha256}

    def file(self, media_id: str) -> tuple[bytes, str]:
        """A file that lies at Meta, and its type."""
        return self._media[media_id]

    def forget_template(self, name: str) -> None:
        """Meta has paused or deleted a template."""
        del self._templates[name]

    def receive(self, phone: Phone, kind: str, content: Any, sent_at: datetime | None, reply_to: str | None) -> str:
        """A customer has sent something: the product hears of it by webhook."""
        at = sent_at or self.clock()
        phone.last_sent_at = max(at, phone.last_sent_at or at)
        own_id = f"wamid.{uuid4().hex}"
        message = {"id": own_id, "timestamp": str(int(at.timestamp())), "type": kind, kind: content}
        if phone.number:
            message["from"] = phone.number
        if phone.user_id:
            message["from_user_id"] = phone.user_id
        if reply_to:
            message["context"] = {"from": "6281234567890", "id": reply_to}
        phone.sent.append({**message, "shown_at": self.clock().isoformat()})
        self.webhooks.post({"contacts": [self._contact(phone)], "messages": [message]})
        return own_id

    def change_number(self, phone: Phone, number: str, user_id: str | None = None) -> None:
        """A customer takes another number."""
        system = {"body": "User changed number", "type": "user_changed_number", "wa_id": number}
        message = {"id": f"wamid.{uuid4().hex}", "timestamp": "1796000000", "from": phone.number, "type": "system"}
        phone.number, phone.user_id = number, user_id
        self.webhooks.post({"messages": [{**message, "system": system}]})

    def app(self) -> Sanic[Any, Any]:
        """The endpoints."""
        app: Sanic[Any, Any] = Sanic(f"graph-{uuid4().hex}", configure_logging=False)
        app.add_route(self._messages, "/<version>/<number>/messages", methods=["POST"])
        app.add_route(self._upload, "/<version>/<number>/media", methods=["POST"])
        app.add_route(self._download, "/files/<media_id>", methods=["GET"])
        app.add_route(self._find, "/<version>/<media_id>", methods=["GET"])
        return app

    async def close(self) -> None:
        """Lets webhooks under way arrive, and ends."""
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await self.webhooks.settle()
        await self.webhooks.close()

    async def _messages(self, request: Request, version: str, number: str) -> HTTPResponse:
        refusal = self._check(request, number)
        body = request.json
        if refusal is None and isinstance(body, dict) and body.get("status") == "read":
            return self._read(body)
        refusal = refusal or rules.check_message(body, self._templates)
        if refusal is not None:
            return self._refuse(refusal)
        trouble = self._trouble()
        if trouble is not None:
            return json(trouble.to_json(), status=trouble.status)
        phone = self._reached(body)
        if phone is None:
            return self._refuse(rules.Refusal(400, 131026, "Message undeliverable"))
        if body["type"] in rules.FREE and not self._is_open(phone):
            return self._refuse(rules.WINDOW)
        own_id = self._show(phone, body)
        if self.mischief.happens(self.mischief.hang_up):
            assert request.transport is not None
            request.transport.close()
            await asyncio.sleep(0)
        contacts = [{"input": body.get("to"), "wa_id": phone.number}]
        return json({"messaging_product": "whatsapp", "contacts": contacts, "messages": [{"id": own_id}]})

    def _check(self, request: Request, number: str) -> rules.Refusal | None:
        if request.token != self.token:
            return rules.BAD_TOKEN
        return None if number == self.number else rules.Refusal(400, 100, "Unsupported post request")

    def _refuse(self, refusal: rules.Refusal) -> HTTPResponse:
        self.refused.append(refusal)
        return json(refusal.to_json(), status=refusal.status)

    def _trouble(self) -> rules.Refusal | None:
        chances = {
            rules.DOWN: self.mischief.fail, rules.RATE: self.mischief.rate_limit, rules.PAIR: self.mischief.pair_limit,
        }  # fmt: skip
        return next((refusal for refusal, chance in chances.items() if self.mischief.happens(chance)), None)

    def _read(self, body: dict[str, Any]) -> HTTPResponse:
        for phone in self.phones:
            ids = [message["id"] for message in phone.sent]
            if body.get("message_id") in ids:
                phone.read.update(ids[: ids.index(body["message_id"]) + 1])
                if "typing_indicator" in body:
                    phone.typing, phone.typing_at = phone.typing + 1, self.clock()
                return json({"success": True})
        return self._refuse(rules.invalid("message_id"))

    def _reached(self, body: dict[str, Any]) -> Phone | None:
        number, user_id = str(body.get("to") or "").removeprefix("+"), body.get("recipient")
        for each in self.phones:
            if (number and each.number == number) or (user_id and each.user_id == user_id):
                return each
        return None

    def _is_open(self, phone: Phone) -> bool:
        return phone.last_sent_at is not None and self.clock() < phone.last_sent_at + DAY

    def _show(self, phone: Phone, body: dict[str, Any]) -> str:
        own_id = f"wamid.{uuid4().hex}"
        seen = Seen(own_id, body["type"], self._text(body), _choices(body), body, self.clock())
        phone.seen.append(seen)
        self.on_seen(phone, seen)
        states = ["sent", "delivered", *(["read"] if phone.reads_at_once else [])]
        for state in states:
            self.tell_status(phone, own_id, state, body.get("biz_opaque_callback_data"))
        return own_id

    def tell_status(
        self, phone: Phone, own_id: str, state: str, tracker: str | None = None, refusal: rules.Refusal | None = None
    ) -> None:
        """Says what became of a message of the company."""
        status: dict[str, Any] = {"id": own_id, "status": state, "timestamp": str(int(self.clock().timestamp()))}
        if phone.number:
            status["recipient_id"] = phone.number
        if phone.user_id:
            status["recipient_user_id"] = phone.user_id
        if tracker:
            status["biz_opaque_callback_data"] = tracker
        if refusal:
            error = refusal.to_json()["error"]
            status["errors"] = [{**error, "title": refusal.title, "message": refusal.title}]
        self.webhooks.post({"statuses": [status]})

    def _text(self, body: dict[str, Any]) -> str:
        kind, content = body["type"], body[body["type"]]
        if kind == "template":
            template = self._templates[content["name"]]
            language = next(each for each in template.bodies if each.value == content["language"]["code"])
            parts = [each for component in content["components"] for each in component["parameters"]]
            return template.text(language, [each["text"] for each in parts])
        if kind == "interactive":
            return str(content["body"]["text"])
        return str(content.get("body") or content.get("caption") or "")

    async def _find(self, request: Request, version: str, media_id: str) -> HTTPResponse:
        if request.token != self.token:
            return self._refuse(rules.BAD_TOKEN)
        found = self._media.get(media_id)
        if found is None or self.mischief.lose_media:
            return json(rules.Refusal(400, 100, "Object does not exist").to_json(), status=400)
        content, media_type = found
        url = f"http://{request.host}/files/{media_id}"
        return json({"url": url, "mime_type": media_type, "file_size": len(content), "id": media_id})

    async def _download(self, request: Request, media_id: str) -> HTTPResponse:
        if request.token != self.token:
            return json({}, status=401)
        if self.mischief.fail_media > 0:
            self.mischief.fail_media -= 1
            return json({}, status=500)
        content, media_type = self._media[media_id]
        return raw(content, content_type=media_type)

    async def _upload(self, request: Request, version: str, number: str) -> HTTPResponse:
        refusal = self._check(request, number)
        files: Any = request.files or {}
        sent = files.get("file")
        if refusal is None and sent is None:
            refusal = rules.missing("file")
        if refusal is not None:
            return self._refuse(refusal)
        return json({"id": self.keep_media(sent.body, sent.type)})

    @staticmethod
    def _contact(phone: Phone) -> dict[str, Any]:
        contact: dict[str, Any] = {"profile": {"name": phone.name}}
        if phone.number:
            contact["wa_id"] = phone.number
        if phone.user_id:
            contact["user_id"] = phone.user_id
        return contact

    async def settle(self) -> None:
        """Returns when every webhook has arrived."""
        with suppress(asyncio.CancelledError):
            await self.webhooks.settle()


def _choices(body: dict[str, Any]) -> list[dict[str, str]]:
    action = body.get("interactive", {}).get("action", {})
    buttons = [each["reply"] for each in action.get("buttons", ())]
    rows = [row for section in action.get("sections", ()) for row in section["rows"]]
    return [{"id": each["id"], "title": each.get("description") or each["title"]} for each in [*buttons, *rows]]
