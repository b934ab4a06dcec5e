"""What Meta's webhooks say, as our own words: every entry, change, message and status of an update. Pure.

The walk is tolerant: whatever cannot be read is counted and left out, and hides nothing that stands beside it. Shapes
by Meta's webhook reference (v26.0); since 2026 a phone number may be missing, and the business-scoped user id with it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from handoff.channels.whatsapp_json import (
    MAX_ID,
    MAX_NAME,
    MAX_USER_ID,
    as_dict,
    as_digits,
    as_instant,
    as_int,
    as_list,
    as_word,
)
from handoff.channels.whatsapp_message_payloads import read_content
from handoff.channels.whatsapp_updates import Change, Customer, Inbound, Status, Update


@dataclass
class _Found:
    messages: list[Inbound] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_update(raw: bytes, phone_number_id: str | None = None) -> Update:
    """Walks a webhook's body; of an account with several numbers, only what is for ours is read."""
    found = _Found()
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return Update(problems=("not_json",))
    if not isinstance(body, dict):
        return Update(problems=("not_an_object",))
    for value in _values(body, found):
        number = as_dict(value.get("metadata")).get("phone_number_id")
        if phone_number_id and isinstance(number, str) and number != phone_number_id:
            found.problems.append("another_number")
            continue
        _walk_value(value, found)
    return Update(tuple(found.messages), tuple(found.statuses), tuple(found.changes), tuple(found.problems))


def _values(body: dict[str, Any], found: _Found) -> Iterator[dict[str, Any]]:
    for entry in as_list(body.get("entry")):
        for change in map(as_dict, as_list(as_dict(entry).get("changes"))):
            if change.get("field", "messages") != "messages":
                found.problems.append("another_field")
            elif isinstance(change.get("value"), dict):
                yield change["value"]
            else:
                found.problems.append("no_value")


def _walk_value(value: dict[str, Any], found: _Found) -> None:
    people = [_person(as_dict(each)) for each in as_list(value.get("contacts"))]
    for each in as_list(value.get("messages")):
        message = as_dict(each)
        if as_word(message.get("type")) == "system" and (change := _change(message)):
            found.changes.append(change)
        elif (inbound := _inbound(message, people)) is not None:
            found.messages.append(inbound)
        else:
            found.problems.append("message_without_sender")
    for each in as_list(value.get("statuses")):
        status = _status(as_dict(each))
        if status is None:
            found.problems.append("status_without_id")
        else:
            found.statuses.append(status)
    found.problems += ["error_" + str(as_int(as_dict(each).get("code"))) for each in as_list(value.get("errors"))]


def _person(contact: dict[str, Any]) -> Customer:
    name = as_word(as_dict(contact.get("profile")).get("name"), MAX_NAME)
    return Customer(as_digits(contact.get("wa_id")), as_word(contact.get("user_id"), MAX_USER_ID), name)


def _sender(message: dict[str, Any], people: list[Customer]) -> Customer | None:
    phone = as_digits(message.get("from"))
    user_id = as_word(message.get("from_user_id") or message.get("user_id"), MAX_USER_ID)
    for person in people:
        if (phone and phone == person.phone) or (user_id and user_id == person.user_id):
            return Customer(phone or person.phone, user_id or person.user_id, person.name)
    if len(people) == 1:  # the two ways to write a number differ in some countries: the only person is meant
        alone = people[0]
        phone, user_id, name = phone or alone.phone, user_id or alone.user_id, alone.name
        return Customer(phone, user_id, name) if phone or user_id else None
    return Customer(phone, user_id) if phone or user_id else None


def _inbound(message: dict[str, Any], people: list[Customer]) -> Inbound | None:
    customer = _sender(message, people)
    if customer is None:
        return None
    context = as_dict(message.get("context"))
    content = read_content(message)
    return Inbound(
        id=as_word(message.get("id"), MAX_ID) or _own_id(message),
        customer=customer,
        at=as_instant(message.get("timestamp")),
        reply_to=as_word(context.get("id"), MAX_ID),
        forwarded=context.get("forwarded") is True or context.get("frequently_forwarded") is True,
        **content,
    )


def _own_id(message: dict[str, Any]) -> str:
    """An id for a message that came without one: the same message again has the same."""
    return "sha256." + hashlib.sha256(json.dumps(message, sort_keys=True).encode("utf-8", "replace")).hexdigest()


def _change(message: dict[str, Any]) -> Change | None:
    system = as_dict(message.get("system"))
    kind = as_word(system.get("type"))
    own_id = as_word(message.get("id"), MAX_ID) or _own_id(message)
    new_user = as_word(system.get("user_id"), MAX_USER_ID)
    if kind == "user_changed_number":
        old, new = as_digits(message.get("from")), as_digits(system.get("wa_id") or system.get("new_wa_id"))
        old_user = as_word(message.get("from_user_id"), MAX_USER_ID)
        known = (old or old_user) and (new or new_user)
        return Change(own_id, Customer(old, old_user), Customer(new, new_user)) if known else None
    if kind == "user_changed_user_id":
        old_user = as_word(system.get("previous_user_id"), MAX_USER_ID)
        return Change(own_id, Customer(None, old_user), Customer(None, new_user)) if old_user and new_user else None
    return None


def _status(status: dict[str, Any]) -> Status | None:
    own_id, state = as_word(status.get("id"), MAX_ID), as_word(status.get("status"), 16)
    if not own_id or not state:
        return None
    errors = as_list(status.get("errors"))
    error = as_dict(errors[0]) if errors else {}
    details = as_word(as_dict(error.get("error_data")).get("details"), 400)
    return Status(
        id=own_id,
        state=state,
        at=as_instant(status.get("timestamp")),
        tracker=as_word(status.get("biz_opaque_callback_data"), 64),
        error_code=as_int(error.get("code")),
        error_text=details or as_word(error.get("title"), 400),
    )
