from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.items import (
    Item,
    correct_items,
    find_display,
    find_service,
    merge_items,
    read_items,
    remove_items,
    tell_displays,
)
from actions.turn import Entity, Turn
from crm.tables import DisplayType, ServiceType

A, D = DisplayType.ANALOG, DisplayType.DIGITAL


def turn(text: str, **entities: str) -> Turn:
    found = tuple(Entity(name, value, text.index(value)) for name, value in entities.items())
    return Turn("c", text, "request_quotation", found)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("minta penawaran kalibrasi 5 timbangan digital", (Item("timbangan", 5, D),)),
        (
            "timbangan 5 unit, pressure gauge 3 unit dan termometer",
            (Item("timbangan", 5), Item("pressure gauge", 3), Item("termometer")),
        ),
        ("lima timbangan duduk analog sama dua tensimeter", (Item("timbangan duduk", 5, A), Item("tensimeter", 2))),
        ("2 jangka sorong 0-150 mm", (Item("jangka sorong", 2),)),
        ("timbangan 150 kg 4 unit", (Item("timbangan", 4),)),
        ("a dozen pressure gauges and two scales", (Item("pressure gauges", 12), Item("scales", 2))),
        ("timbangannya 7", (Item("timbangan", 7),)),
        ("mau tanya harga", ()),
    ],
)
def test_that_instruments_are_read_with_what_is_said_of_each(text: str, items: tuple[Item, ...]) -> None:
    assert read_items(turn(text), asked=False) == items


def test_that_the_classifiers_marks_are_trusted_for_names_that_no_list_knows() -> None:
    marked = turn("kalibrasi 3 viskometer brookfield dong", instrument="viskometer", brand="brookfield")

    assert read_items(marked, asked=False) == (Item("viskometer", 3, None, "brookfield"),)


def test_that_an_unknown_name_counts_when_it_was_asked_for() -> None:
    assert read_items(turn("viskometer 3 unit, krimper 2 pcs"), asked=True) == (
        Item("viskometer", 3),
        Item("krimper", 2),
    )
    assert read_items(turn("viskometer 3 unit"), asked=False) == ()


def test_that_numbers_of_documents_and_phones_are_no_counts() -> None:
    assert read_items(turn("ORD-2026-00105 timbangan, hp 0811 0000 105"), asked=True) == (Item("timbangan"),)


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("eh bukan 5, 7 unit", [7, 3]),
        ("7 unit bukan 5", [7, 3]),
        ("bukan 3 tapi 4", [5, 4]),
        ("jadi 9 aja", [5, 9]),
        ("not 5, make it seven", [7, 3]),
    ],
)
def test_that_a_count_is_corrected_where_it_was_wrong(text: str, quantities: list[int]) -> None:
    known = (Item("timbangan", 5), Item("pressure gauge", 3))

    corrected = correct_items(known, text)

    assert corrected is not None
    assert [item.quantity for item in corrected] == quantities


@pytest.mark.parametrize("text", ["ya betul", "bukan", "5 atau 7 ya", ""])
def test_that_what_is_no_correction_changes_nothing(text: str) -> None:
    assert correct_items((Item("timbangan", 5),), text) is None


def test_that_a_known_kind_is_updated_and_a_new_one_added() -> None:
    known = (Item("timbangan", 5), Item("tensimeter"))

    merged = merge_items(known, (Item("timbangan digital", None, D), Item("oven", 1), Item("tensimeter", 2)))

    assert merged == (Item("timbangan digital", 5, D), Item("tensimeter", 2), Item("oven", 1))


def test_that_an_item_is_taken_off_on_wish() -> None:
    known = (Item("timbangan", 5), Item("termometer", 2))

    assert remove_items(known, turn("termometernya gak jadi")) == (Item("timbangan", 5),)
    assert remove_items(known, turn("timbangannya 5")) is None
    assert remove_items(known, turn("gak jadi")) is None


@pytest.mark.parametrize(
    ("text", "display"),
    [
        ("digital semua", D),
        ("analog", A),
        ("yang jarum", A),
        ("bukan digital, analog", A),
        ("digital dan analog", None),
        ("", None),
    ],
)
def test_that_the_display_is_understood(text: str, display: DisplayType | None) -> None:
    assert find_display(text) is display


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("mau kalibrasi", ServiceType.KALIBRASI),
        ("tera ulang timbangan", ServiceType.TERA_ULANG),
        ("ditera", ServiceType.TERA),
        ("need calibration", ServiceType.KALIBRASI),
        ("bukan kalibrasi, tera", ServiceType.TERA),
        ("halo", None),
    ],
)
def test_that_the_service_is_understood(text: str, service: ServiceType | None) -> None:
    assert find_service(text) is service


@given(st.text(max_size=80), st.booleans())
def test_that_any_text_is_read_without_failing_and_items_survive_the_slot(text: str, asked: bool) -> None:
    for item in read_items(turn(text), asked=asked):
        assert Item.from_json(item.to_json()) == item


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("oven, autoclave sama timbangan analitik masing-masing 2", [2, 2, 2]),
        ("2 each of oven and autoclave", [2, 2]),
        ("oven dan autoclave, msg-msg tiga", [3, 3]),
        ("oven 4, autoclave dan neraca masing-masing 2", [4, 2, 2]),
    ],
)
def test_that_a_count_said_of_each_is_everyones(text: str, counts: list[int]) -> None:
    assert [item.quantity for item in read_items(Turn("c", text), asked=True)] == counts


@pytest.mark.parametrize(
    ("text", "displays"),
    [
        ("digital kecuali pipet", [DisplayType.DIGITAL, DisplayType.ANALOG]),
        ("semua analog selain timbangan", [DisplayType.DIGITAL, DisplayType.ANALOG]),
        ("all digital except the pipet", [DisplayType.DIGITAL, DisplayType.ANALOG]),
    ],
)
def test_that_an_exception_has_the_other_display(text: str, displays: list[DisplayType]) -> None:
    told = tell_displays((Item("timbangan", 3), Item("pipet", 12)), text)

    assert told is not None
    assert [item.display for item in told] == displays


def test_that_without_an_exception_displays_are_left_to_the_question() -> None:
    assert tell_displays((Item("timbangan", 3),), "digital semua") is None
