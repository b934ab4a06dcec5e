"""A message of ours as the messages that WhatsApp takes: split, with buttons, a list, or numbered text. Pure.

Limits by Meta's "Cloud API messages" (v26.0): body 4,096, with buttons 1,024; 3 buttons of 20 characters with ids of
256; lists of 10 rows with titles of 24, descriptions of 72 and ids of 200.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from protocol.languages import Language
from protocol.messages import Button

MAX_TEXT = 4096
MAX_BODY = 1024
MAX_BUTTONS, MAX_BUTTON_TITLE, MAX_BUTTON_ID = 3, 20, 256
MAX_ROWS, MAX_ROW_TITLE, MAX_ROW_DESCRIPTION, MAX_ROW_ID = 10, 24, 72, 200
OPEN_LIST = {Language.ID: "Lihat pilihan", Language.EN: "See options"}
BY_NUMBER = {
    Language.ID: "Balas dengan angka pilihannya, ya, Kak.",
    Language.EN: "Please reply with the number of your choice.",
}
ASK = {Language.ID: "Silakan pilih:", Language.EN: "Please choose:"}
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"')”’]*\s+")

Content = dict[str, Any]
"""`type`, the body under the type's name, and for numbered text our own `choices`, which are not sent."""


def contents_of(text: str, buttons: Sequence[Button], language: Language) -> list[Content]:
    """The messages, in order, that say a bubble; the last one carries its buttons."""
    if not buttons:
        return [_text(part) for part in split_text(text, MAX_TEXT)]
    if _fits_list(buttons):
        *before, last = split_text(text, MAX_BODY) or [ASK[language]]
        joined = split_text("\n\n".join(before), MAX_TEXT) if before else []
        make = _buttons if _fits_buttons(buttons) else _list
        return [*map(_text, joined), make(last, buttons, language)]
    lines = [f"{number}. {button.title}" for number, button in enumerate(buttons, start=1)]
    parts = split_text("\n".join([text, "", *lines, "", BY_NUMBER[language]]).strip(), MAX_TEXT)
    return [*map(_text, parts[:-1]), {**_text(parts[-1]), "choices": [button.to_json() for button in buttons]}]


def document_content(upload_id: str, name: str, media_type: str, caption: str) -> Content:
    """A file of ours; the sender puts it at Meta and the id in its place."""
    if media_type in {"image/jpeg", "image/png"}:
        return {"type": "image", "image": {"upload": upload_id, "caption": caption[:MAX_BODY]}}
    return {"type": "document", "document": {"upload": upload_id, "filename": name, "caption": caption[:MAX_BODY]}}


def split_text(text: str, limit: int) -> list[str]:
    """Parts within the limit, cut at the end of a paragraph, a sentence or a word; none of an empty text."""
    parts, rest = [], text.strip()
    while len(rest) > limit:
        cut = _cut(rest, limit)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*parts, rest] if rest else parts


def _cut(text: str, limit: int) -> int:
    head = text[: limit + 1]
    paragraph = head.rfind("\n\n")
    if paragraph > limit // 2:
        return paragraph
    ends = [found.start() for found in _SENTENCE_END.finditer(head) if limit // 3 < found.start() <= limit]
    line = head.rfind("\n")
    best = max([*ends, line if limit // 3 < line <= limit else 0], default=0)
    if best:
        return best
    space = head.rfind(" ")
    return space if space > 0 else limit


def _fits_list(buttons: Sequence[Button]) -> bool:
    payloads = [button.payload for button in buttons]
    titles = [_row_title(button) for button in buttons]
    return (
        len(buttons) <= MAX_ROWS
        and len(set(payloads)) == len(payloads)
        and len(set(titles)) == len(titles)
        and all(0 < len(each.title) <= MAX_ROW_DESCRIPTION and 0 < len(each.payload) <= MAX_ROW_ID for each in buttons)
    )


def _fits_buttons(buttons: Sequence[Button]) -> bool:
    return len(buttons) <= MAX_BUTTONS and all(
        len(each.title) <= MAX_BUTTON_TITLE and len(each.payload) <= MAX_BUTTON_ID for each in buttons
    )


def _text(body: str) -> Content:
    return {"type": "text", "text": {"body": body, "preview_url": False}}


def _buttons(body: str, buttons: Sequence[Button], _language: Language) -> Content:
    shown = [{"type": "reply", "reply": {"id": each.payload, "title": each.title}} for each in buttons]
    return _interactive("button", body, {"buttons": shown})


def _list(body: str, buttons: Sequence[Button], language: Language) -> Content:
    rows = [_row(each) for each in buttons]
    return _interactive("list", body, {"button": OPEN_LIST[language], "sections": [{"rows": rows}]})


def _row(button: Button) -> dict[str, str]:
    row = {"id": button.payload, "title": _row_title(button)}
    return row if len(button.title) <= MAX_ROW_TITLE else {**row, "description": button.title}


def _row_title(button: Button) -> str:
    """A title within a row's limit; what is too long stands whole in the description."""
    title = button.title
    return title if len(title) <= MAX_ROW_TITLE else title[: MAX_ROW_TITLE - 1].rstrip() + "…"


def _interactive(kind: str, body: str, action: dict[str, Any]) -> Content:
    return {"type": "interactive", "interactive": {"type": kind, "body": {"text": body}, "action": action}}
