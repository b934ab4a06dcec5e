"""The instruments of a request: read from a sentence, corrected by the next, written out for a summary; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from rapidfuzz import fuzz

from actions.instrument_names import find_instruments
from actions.quantities import Count, find_counts
from actions.turn import Turn
from crm.contact_details import without_addresses
from crm.numbers import without_numbers
from crm.tables import DisplayType, ServiceType
from protocol.languages import Language

# How alike two names are that mean the same instrument ("timbangan" for "timbangan duduk" is 100, by its words).
_SAME_KIND = 80
_SEPARATOR = re.compile(r"[,;\n&+]|\b(?:dan|sama|serta|plus|and|with)\b", re.IGNORECASE)
_ANALOG = re.compile(r"\banalog(?:ue)?\b|\bjarum\b", re.IGNORECASE)
_DIGITAL = re.compile(r"\bdigital\b", re.IGNORECASE)
_TERA_ULANG = re.compile(r"\btera\s*ulang\b|\bre-?tera\b|\bre-?verif\w*\b", re.IGNORECASE)
_TERA = re.compile(r"\btera\b|\bditera\b|\bverif\w*\b", re.IGNORECASE)
_KALIBRASI = re.compile(r"\b(?:di|re)?kalibrasi\w*\b|\b(?:re)?calibrat\w*\b", re.IGNORECASE)
_NOT = re.compile(r"\b(?:bukan|bkn|not)\s+(?:\w+\s+)?$", re.IGNORECASE)
_REMOVE = re.compile(
    r"\b(?:hapus|coret|buang|batal(?:in|kan)?|tanpa|(?:gak|nggak|tidak|ga) jadi|remove|drop|without|cancel)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"^\W*(?:we have |i have |we've got |need )?(?:a|an|another)\s+(?!few|couple|lot|number)\w", re.IGNORECASE
)
# What is left of a segment when units and polite words are gone is a name, when a name was asked for.
_NOISE = re.compile(
    r"\b(?:unit|units|buah|pcs|pc|biji|set|alat|ada|mau|ingin|minta|tolong|kalibrasi\w*|calibrat\w*|tera|ulang|ya|kak"
    r"|min|pak|bu|saya|kami|juga|yang|untuk|please|i|we|have|need|want|to|the|of|some|about|sekitar|kira|penawaran"
    r"|quotation|harga|dong|digital|analog|analogue|x)\b|[?.!:()\"']|\d+",
    re.IGNORECASE,
)
_LONGEST_NAME = 60
_EACH = re.compile(r"\b(?:masing-?\s?masing|msg-?msg|masing2|tiap alat|setiap alat|each|apiece)\b", re.IGNORECASE)
_EXCEPT = re.compile(r"\b(?:kecuali|selain|except(?: for)?|but not|apart from)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Item:
    """One kind of instrument that a customer names."""

    kind: str
    quantity: int | None = None
    display: DisplayType | None = None
    brand: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The shape kept in the slot `items`."""
        display = self.display.value if self.display else None
        return {"kind": self.kind, "quantity": self.quantity, "display": display, "brand": self.brand}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Item:
        """Reads what `to_json` wrote."""
        display = DisplayType(value["display"]) if value.get("display") else None
        return cls(str(value["kind"]), value.get("quantity"), display, value.get("brand"))


def read_items(turn: Turn, *, asked: bool) -> tuple[Item, ...]:
    """The instruments that a message names; when they were asked for, words that no list knows count as names too."""
    marked = [(each.value, each.start) for each in turn.entities if each.name == "instrument" and each.start >= 0]
    names = _merge(marked, find_instruments(turn.text))
    if not names:
        return _unknown_items(without_addresses(without_numbers(turn.text))) if asked else ()
    counts = find_counts(turn.text)
    brands = [(each.value, each.start) for each in turn.entities if each.name == "brand"]
    items = tuple(_item(name, span, turn.text, counts, brands) for name, span in _spans(names, turn.text))
    return share_count(items, turn.text)


def share_count(items: Sequence[Item], text: str) -> tuple[Item, ...]:
    """Gives every instrument without a count the one that is said of each ("oven dan autoclave masing-masing 2")."""
    said = _EACH.search(text)
    if said is None:
        return tuple(items)
    after = [count for count in find_counts(text) if count.start >= said.end()]
    before = [count for count in find_counts(text) if count.end <= said.start()]
    count = after[0] if after else (before[-1] if before else None)
    if count is None:
        return tuple(items)
    # The count itself may have been read as the one of the instrument that stands beside it.
    return tuple(replace(item, quantity=item.quantity or count.value) for item in items)


def tell_displays(items: Sequence[Item], text: str) -> tuple[Item, ...] | None:
    """Displays told for all but some ("digital kecuali pipet"); None where nothing is excepted."""
    said = _EXCEPT.search(text)
    general = find_display(text[: said.start()]) if said else None
    if said is None or general is None:
        return None
    rest = text[said.end() :]
    excepted = [name for name, _ in find_instruments(rest)]
    other = find_display(rest) or (DisplayType.ANALOG if general is DisplayType.DIGITAL else DisplayType.DIGITAL)
    return tuple(
        replace(item, display=other if any(same_kind(item.kind, name) for name in excepted) else general)
        for item in items
    )


def find_display(text: str) -> DisplayType | None:
    """Analog or digital, None when neither or both are said."""
    analog, digital = _said(_ANALOG, text), _said(_DIGITAL, text)
    if analog == digital:
        return None
    return DisplayType.ANALOG if analog else DisplayType.DIGITAL


def find_service(text: str) -> ServiceType | None:
    """What is to be done to the instruments, None when it is not said."""
    if _said(_TERA_ULANG, text):
        return ServiceType.TERA_ULANG
    if _said(_TERA, text):
        return ServiceType.TERA
    return ServiceType.KALIBRASI if _said(_KALIBRASI, text) else None


def merge_items(known: Sequence[Item], named: Sequence[Item]) -> tuple[Item, ...]:
    """Adds new kinds; for known ones takes what is newly said of them."""
    items = list(known)
    for new in named:
        place = next((index for index, old in enumerate(items) if same_kind(old.kind, new.kind)), None)
        if place is None:
            items.append(new)
        else:
            items[place] = _update(items[place], new)
    return tuple(items)


def correct_items(known: Sequence[Item], text: str) -> tuple[Item, ...] | None:
    """Takes a correction that names no new kind: "bukan 5, 7 unit", "jadi 7 aja"; None when it is none."""
    counts = find_counts(without_addresses(without_numbers(text)))
    refused = [count for count in counts if _NOT.search(text[: count.start])]
    wanted = [count.value for count in counts if count not in refused]
    if len(wanted) != 1 or not known:
        return None
    place = _meant(known, refused)
    return tuple(replace(item, quantity=wanted[0]) if index == place else item for index, item in enumerate(known))


def remove_items(known: Sequence[Item], turn: Turn) -> tuple[Item, ...] | None:
    """Takes off what a message says to take off, None when it says nothing of the kind."""
    if not _REMOVE.search(turn.text):
        return None
    named = [name for name, _ in find_instruments(turn.text)]
    named += [each.value for each in turn.entities if each.name == "instrument"]
    left = tuple(item for item in known if not any(same_kind(item.kind, name) for name in named))
    return left if named and len(left) < len(known) else None


def same_kind(one: str, other: str) -> bool:
    """True when two names mean the same kind of instrument."""
    return fuzz.token_set_ratio(one.lower(), other.lower()) >= _SAME_KIND


def write_item(item: Item, language: Language) -> str:
    """`5 unit timbangan duduk (digital)`."""
    unit = "unit" if language is Language.ID else "x"
    words = [str(item.quantity or "?"), unit, item.kind, item.brand or "", f"({item.display})" if item.display else ""]
    return " ".join(word for word in words if word)


def _merge(marked: Sequence[tuple[str, int]], found: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """The classifier's names, and those of the list that lie outside them."""
    free = [
        (name, start)
        for name, start in found
        if not any(begin <= start < begin + len(value) or start <= begin < start + len(name) for value, begin in marked)
    ]
    return sorted([*((value.lower(), start) for value, start in marked), *free], key=lambda each: each[1])


def _spans(names: Sequence[tuple[str, int]], text: str) -> list[tuple[str, tuple[int, int]]]:
    """For each name the part of the text that speaks of it: from the separator before it to the one before the next."""
    cuts = [0]
    for (name, start), (_, following) in pairwise(names):
        between = list(_SEPARATOR.finditer(text, start + len(name), following))
        cuts.append(between[-1].end() if between else following)
    cuts.append(len(text))
    return [(name, (cuts[index], cuts[index + 1])) for index, (name, _) in enumerate(names)]


def _item(
    name: str, span: tuple[int, int], text: str, counts: Sequence[Count], brands: Sequence[tuple[str, int]]
) -> Item:
    within = [each for each in counts if span[0] <= each.start < span[1] and not _NOT.search(text[: each.start])]
    brand = next((value for value, start in brands if span[0] <= start < span[1]), None)
    count = within[-1].value if within else (1 if _ARTICLE.search(text[slice(*span)]) else None)
    return Item(_clean(name), count, find_display(text[slice(*span)]), brand)


def _clean(name: str) -> str:
    return re.sub(r"\s+(?:digital|analog(?:ue)?)\b|nya\b", "", name, flags=re.IGNORECASE).strip()


def _unknown_items(text: str) -> tuple[Item, ...]:
    """Reads "alat X 3 unit, alat Y 2" where no list knows X and Y."""
    items = []
    for segment in _SEPARATOR.split(text):
        name = " ".join(_NOISE.sub(" ", segment).split()).lower()
        counts = find_counts(segment)
        for count in counts:
            name = name.replace(segment[count.start : count.end].lower(), "").strip()
        if any(letter.isalpha() for letter in name) and len(name) <= _LONGEST_NAME and counts:
            items.append(Item(name, counts[-1].value, find_display(segment)))
    return tuple(items)


def _update(old: Item, new: Item) -> Item:
    kind = new.kind if len(new.kind) > len(old.kind) else old.kind
    return Item(kind, new.quantity or old.quantity, new.display or old.display, new.brand or old.brand)


def _meant(known: Sequence[Item], refused: Sequence[Count]) -> int:
    """The item that a correction means: the one of the refused count, else the one still without, else the last."""
    for count in refused:
        for index, item in enumerate(known):
            if item.quantity == count.value:
                return index
    without = [index for index, item in enumerate(known) if item.quantity is None]
    return without[0] if without else len(known) - 1


def _said(pattern: re.Pattern[str], text: str) -> bool:
    return any(not _NOT.search(text[: found.start()]) for found in pattern.finditer(text))
