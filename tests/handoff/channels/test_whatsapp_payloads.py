from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handoff.channels.whatsapp_payloads import read_update
from handoff.channels.whatsapp_updates import Customer, Inbound, Kind, Update
from tests.handoff.channels.whatsapp_captured import FOLDER, NAMES, OURS, as_bytes, captured

KINDS = {
    "text": Kind.TEXT, "text_bsuid_only": Kind.TEXT, "text_phone_only": Kind.TEXT, "reply": Kind.TEXT,
    "forwarded": Kind.TEXT, "referral": Kind.TEXT, "button_reply": Kind.CHOICE, "list_reply": Kind.CHOICE,
    "quick_reply": Kind.CHOICE, "image": Kind.IMAGE, "document": Kind.DOCUMENT, "audio": Kind.AUDIO,
    "voice": Kind.VOICE, "video": Kind.VIDEO, "sticker": Kind.STICKER, "location": Kind.LOCATION,
    "location_current": Kind.LOCATION, "contacts": Kind.CONTACTS, "reaction": Kind.REACTION,
    "unreaction": Kind.REACTION, "edit": Kind.EDIT, "edit_caption": Kind.EDIT, "deletion": Kind.DELETION,
    "order": Kind.ORDER, "unsupported": Kind.UNSUPPORTED, "unsupported_with_type": Kind.UNSUPPORTED,
    "interactive_with_error": Kind.UNSUPPORTED, "identity_changed": Kind.IDENTITY,
}  # fmt: skip


def read(name: str) -> Update:
    return read_update(as_bytes(captured(name)), OURS)


def only(name: str) -> Inbound:
    (message,) = read(name).messages
    return message


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_that_every_captured_message_is_read_as_what_it_is(name: str, kind: Kind) -> None:
    message = only(name)

    assert message.kind is kind
    assert message.id.startswith("wamid.")
    assert message.at == datetime.fromtimestamp(1796000000, UTC)


def test_that_every_captured_shape_names_its_source() -> None:
    for name in NAMES:
        assert len(json.loads((FOLDER / f"{name}.json").read_text())["source"]) > 10


def test_that_everything_in_one_update_is_found_in_its_order() -> None:
    update = read("many_in_one")

    assert [message.text for message in update.messages] == ["pertama", "", "ketiga", "orang kedua"]
    assert [message.customer.name for message in update.messages] == ["Sheena Nelson"] * 3 + ["Budi"]
    assert [status.state for status in update.statuses] == ["delivered", "read"]
    assert update.problems == ()


def test_that_a_sender_is_known_by_number_or_user_id_or_both() -> None:
    assert only("text").customer == Customer("6281100000101", "ID.13491208655302741918", "Sheena Nelson")
    assert only("text_bsuid_only").customer == Customer(None, "ID.13491208655302741918", "Sheena Nelson")
    assert only("text_phone_only").customer == Customer("6281100000101", None, "Sheena Nelson")


def test_that_a_tapped_button_carries_its_payload_and_what_it_answers() -> None:
    assert (only("button_reply").text, only("button_reply").payload) == ("Status pesanan", "/check_order_status")
    assert only("list_reply").payload == "/check_invoice"
    assert only("quick_reply").payload == "/affirm"
    assert only("button_reply").reply_to == "wamid.quoted=="


def test_that_media_carry_id_type_and_name() -> None:
    document = only("document")

    assert document.media is not None
    assert (document.media.id, document.media.media_type) == ("1376223850470843", "application/pdf")
    assert (document.media.name, document.text) == ("PO-77.pdf", "PO kami")
    voice = only("voice").media
    assert voice is not None
    assert voice.media_type == "audio/ogg"


def test_that_places_contacts_and_orders_are_put_into_words() -> None:
    assert only("location").text == "Gedung Contoh, Jl. Sudirman No. 1, Jakarta, -6.2087634, 106.845599"
    assert only("contacts").text == "Budi Santoso: +62 811-0000-102\nBagian Keuangan"
    assert only("order").text == "tolong ya\n2 x KAL-TIMBANGAN"


def test_that_reactions_edits_and_deletions_name_the_message_they_are_about() -> None:
    assert (only("reaction").text, only("reaction").concerns) == ("👍", "wamid.quoted==")
    assert (only("unreaction").text, only("unreaction").concerns) == ("", "wamid.quoted==")
    assert (only("edit").text, only("edit").concerns) == ("maksudnya ORD-2026-00104", "wamid.original==")
    assert only("edit_caption").text == "foto timbangan"
    assert only("deletion").concerns == "wamid.original=="


def test_that_changed_numbers_and_user_ids_are_changes_and_not_messages() -> None:
    (number,) = read("number_changed").changes
    (user_id,) = read("user_id_changed").changes

    assert (number.before.phone, number.after.phone) == ("6281100000101", "6281100000999")
    assert (user_id.before.user_id, user_id.after.user_id) == ("ID.13491208655302741918", "ID.99")
    assert read("number_changed").messages == ()


def test_that_statuses_carry_our_word_and_metas_error() -> None:
    (sent,) = read("status_sent").statuses
    (failed,) = read("status_failed").statuses

    assert (sent.id, sent.state, sent.tracker) == ("wamid.ours==", "sent", "d-1")
    assert (failed.state, failed.error_code) == ("failed", 131047)
    assert failed.error_text is not None
    assert "24 hours" in failed.error_text


def test_that_other_fields_and_other_numbers_are_left_alone() -> None:
    assert read("template_status") == Update(problems=("another_field",))
    assert read_update(as_bytes(captured("text")), "999") == Update(problems=("another_number",))


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 5000, b"1" * 5000])
def test_that_what_is_no_update_is_a_problem_and_no_error(raw: bytes) -> None:
    assert len(read_update(raw).problems) == 1


def test_that_a_message_without_an_id_gets_one_that_stays_the_same() -> None:
    payload = captured("text")
    del payload["entry"][0]["changes"][0]["value"]["messages"][0]["id"]

    first, again = (read_update(as_bytes(payload)).messages[0].id for _ in range(2))

    assert first == again
    assert first.startswith("sha256.")


def test_that_text_no_database_can_keep_is_cleaned() -> None:
    payload = captured("text")
    payload["entry"][0]["changes"][0]["value"]["messages"][0]["text"]["body"] = "a\x00b\ud800c"

    assert read_update(as_bytes(payload)).messages[0].text == "ab?c"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path] * bool(path) + [each for key, inner in items for each in _paths(inner, (*path, key))]


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    """A captured message, one of whose parts is replaced or missing."""
    payload = copy.deepcopy(captured(draw(st.sampled_from(NAMES))))
    *parents, last = draw(st.sampled_from(_paths(payload)))
    target: Any = payload
    for key in parents:
        target = target[key]
    if draw(st.booleans()):
        target[last] = draw(json_values)
    else:
        del target[last]
    return payload


@settings(max_examples=1500, deadline=None)
@given(payload=mutated(), first=st.booleans())
def test_that_a_broken_neighbour_hides_no_valid_message(payload: dict[str, Any], first: bool) -> None:
    sound = captured("text")["entry"][0]
    entries = payload.get("entry")
    payload["entry"] = [sound] if not isinstance(entries, list) else [sound, *entries] if first else [*entries, sound]

    found = read_update(as_bytes(payload), OURS)

    assert "Jam buka kantornya jam berapa ya?" in [message.text for message in found.messages]


@settings(max_examples=300, deadline=None)
@given(junk=json_values)
def test_that_any_json_at_all_is_read_without_an_error(junk: Any) -> None:
    for message in ({"type": "text", "text": junk}, {"type": junk}, junk, {"type": "contacts", "contacts": [junk]}):
        payload = captured("text")
        payload["entry"][0]["changes"][0]["value"]["messages"].insert(0, message)

        assert any(each.kind is Kind.TEXT for each in read_update(as_bytes(payload)).messages)
