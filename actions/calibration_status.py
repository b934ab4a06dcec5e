"""Tells how far the work on each instrument of an order is."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from actions.order_status import tell_order_status
from actions.turn import Line
from crm.orders import InstrumentView, OrderView
from crm.tables import WorkState
from protocol.languages import Language

# Below this, two names of instruments have nothing to do with each other ("timbangan" / "tensimeter" reach 55).
_SAME_KIND = 75
_STATES = {
    Language.ID: {
        (WorkState.WAITING, None): "menunggu giliran",
        (WorkState.IN_WORK, None): "sedang dikerjakan",
        (WorkState.DONE, True): "selesai, memenuhi syarat",
        (WorkState.DONE, False): "selesai, di luar batas toleransi",
        (WorkState.DONE, None): "selesai, hasil sedang dievaluasi",
        (WorkState.CANCELLED, None): "dibatalkan",
    },
    Language.EN: {
        (WorkState.WAITING, None): "waiting its turn",
        (WorkState.IN_WORK, None): "in progress",
        (WorkState.DONE, True): "done, within tolerance",
        (WorkState.DONE, False): "done, out of tolerance",
        (WorkState.DONE, None): "done, result under review",
        (WorkState.CANCELLED, None): "cancelled",
    },
}


def tell_calibration_status(order: OrderView, language: Language, asked: str | None = None) -> tuple[Line, ...]:
    """A line per instrument, or only for the one that was asked about; before the work begins, the stage as well."""
    chosen = choose_instruments(order.instruments, asked)
    missing = asked if asked and not any(names_match(asked, each.kind) for each in order.instruments) else None
    rows = "\n".join(_row(each, language) for each in chosen)
    lines: tuple[Line, ...] = (Line("utter_instruments", {"number": order.number, "instruments": rows}),)
    if missing:
        lines = (Line("utter_instruments_not_there", {"number": order.number, "instrument": missing}), *lines)
    if any(each.work is WorkState.DONE and each.passed is False for each in chosen):
        lines += (Line("utter_instruments_out_of_tolerance"),)
    if all(each.work is WorkState.WAITING for each in order.instruments):
        lines += tell_order_status(order, language)
    return lines


def choose_instruments(instruments: Sequence[InstrumentView], asked: str | None) -> tuple[InstrumentView, ...]:
    """The instruments that a word means; all of them when it means none."""
    if not asked:
        return tuple(instruments)
    meant = tuple(each for each in instruments if names_match(asked, each.kind))
    return meant or tuple(instruments)


def names_match(asked: str, kind: str) -> bool:
    """True when what the customer calls an instrument is this kind."""
    return fuzz.token_set_ratio(asked.lower(), kind.lower()) >= _SAME_KIND


def _row(each: InstrumentView, language: Language) -> str:
    result = each.passed if each.work is WorkState.DONE else None
    unit = "unit" if language is Language.ID or each.quantity == 1 else "units"
    state = _STATES[language][each.work, result]
    return f"• {each.kind} {each.brand} {each.model} ({each.quantity} {unit}): {state}"
