"""Between rasa-sdk's dictionaries and our `Turn` and `Answer`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import takewhile
from typing import Any

from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.turn import PAYLOAD_MARK, Answer, Choice, Entity, Line, Turn
from protocol.languages import Language

REQUESTED_SLOT = "requested_slot"
_LISTENING = {"action_listen", "action_extract_slots", "action_session_start"}


def read_turn(tracker: Tracker) -> Turn:
    """Reads what an action needs from Rasa's tracker."""
    message: Mapping[str, Any] = tracker.latest_message
    metadata = message.get("metadata") or {}
    slots = {name: value for name, value in tracker.slots.items() if value is not None}
    form = (tracker.active_loop or {}).get("name")
    users = [event for event in tracker.events if event.get("event") == "user"]
    since = list(takewhile(lambda event: event.get("event") != "user", reversed(tracker.events)))
    begun = any(event.get("event") == "active_loop" and event.get("name") == form for event in since)
    return Turn(
        conversation=tracker.sender_id,
        text=str(message.get("text") or ""),
        intent=_intent(message),
        confidence=float((message.get("intent") or {}).get("confidence") or 0.0),
        entities=_entities(message),
        language=Language.from_code(slots.get("language")),
        emotion=_emotion(message, slots),
        slots=slots,
        said=_said(users),
        earlier_intents=tuple(_intent(event.get("parse_data") or {}) for event in reversed(users[:-1])),
        clarify=tuple(str(label) for label in message.get("clarify") or ()),
        turn_id=metadata.get("turn"),
        channel=str(metadata.get("channel") or ""),
        phone=metadata.get("phone"),
        queued=bool(metadata.get("queued")),
        form=form,
        # At its beginning a form still sees what the form before it asked for.
        requested=None if begun else slots.get(REQUESTED_SLOT),
        left=_left_form(tracker.events, form) if begun else None,
        resumed=not begun and _has_answered(since, form),
    )


def _intent(message: Mapping[str, Any]) -> str:
    intent = message.get("intent") or {}
    return str(intent.get("full_retrieval_intent_name") or intent.get("name") or "")


def _entities(message: Mapping[str, Any]) -> tuple[Entity, ...]:
    found = message.get("entities") or ()
    return tuple(
        Entity(str(each.get("entity")), str(each.get("value") or ""), int(each.get("start", -1))) for each in found
    )


def _emotion(message: Mapping[str, Any], slots: Mapping[str, Any]) -> str:
    emotion = message.get("emotion") or {}
    return str(slots.get("emotion") or emotion.get("label") or "neutral")


def _said(users: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    texts = (str(event.get("text") or "").strip() for event in users)
    return tuple(text for text in texts if text and not text.startswith(PAYLOAD_MARK))


def _has_answered(since: list[dict[str, Any]], form: str | None) -> bool:
    """True when the bot has answered something since the customer spoke: the form has to put its question again."""
    done = (event.get("name") for event in since if event.get("event") == "action")
    return form is not None and any(name not in _LISTENING and name != form for name in done)


def _left_form(events: list[dict[str, Any]], form: str | None) -> str | None:
    """The form that was active until this one began."""
    loops = [event.get("name") for event in events if event.get("event") == "active_loop"]
    before = loops[-2] if len(loops) > 1 else None
    return str(before) if before and before != form else None


def speak(dispatcher: CollectingDispatcher, answer: Answer) -> None:
    """Puts an answer's bubbles, and its word to the handoff service, into Rasa's reply."""
    for line in answer.lines:
        _speak_line(dispatcher, line)
    if answer.custom is not None:
        dispatcher.utter_message(json_message=dict(answer.custom))


def _speak_line(dispatcher: CollectingDispatcher, line: Line) -> None:
    buttons = [_button(choice) for choice in line.choices] or None
    dispatcher.utter_message(response=line.response, buttons=buttons, **line.values)


def _button(choice: Choice) -> dict[str, Any]:
    return {"title": choice.title, "payload": choice.payload}


def as_events(answer: Answer, turn: Turn) -> list[EventType]:
    """What Rasa has to remember of an answer: the slots that change, since every event is read again at every turn."""
    slots = {name: value for name, value in answer.slots.items() if value != turn.slots.get(name)}
    if answer.slots.keys() - {REQUESTED_SLOT} and not slots.keys() - {REQUESTED_SLOT}:
        # A form whose validation sets none but the requested slot counts as not meant by the message.
        slots |= dict([next(each for each in answer.slots.items() if each[0] != REQUESTED_SLOT)])
    if REQUESTED_SLOT in answer.slots:
        slots[REQUESTED_SLOT] = answer.slots[REQUESTED_SLOT]
    events: list[EventType] = [SlotSet(name, value) for name, value in slots.items()]
    if answer.end_form:
        events += [SlotSet(REQUESTED_SLOT, None), ActiveLoop(None)]
    if answer.follow_up:
        events.append(FollowupAction(answer.follow_up))
    return events
