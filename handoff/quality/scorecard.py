"""The Moment of Truth scorecard: one part of a conversation, judged by the formula of docs/scorecard.md. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from statistics import mean, median

from handoff.quality.phrases import APOLOGY, BLAME, COURTESY, GREETING, WAIT_TOLD, calls_by_name, has, is_shouted

QUICK, SLOW = 60.0, 180.0
"""Seconds to an agent's first words: full marks up to the first, half up to the second."""
QUICK_BOT, SLOW_BOT = 10.0, 30.0
LONG_SILENCE = 300.0
"""Seconds of silence that must have been announced."""
UPSET = frozenset({"angry", "disappointed", "anxious"})
UNHELPED = frozenset({"nlu_fallback", "not_resolved"})


class Dimension(StrEnum):
    """What every conversation is judged by."""

    RESPONSIVENESS = "responsiveness"
    """Answers at once, and says how long it will take."""
    EMPATHY = "empathy"
    """Greets, by name, and apologises for the trouble."""
    RELIABILITY = "reliability"
    """What is said is true and is done."""
    ASSURANCE = "assurance"
    """Courteous and convincing."""


@dataclass(frozen=True)
class Line:
    """Something said in the part that is judged."""

    seq: int
    ours: bool
    """By the one who is judged; otherwise by the customer."""
    text: str
    at: datetime
    emotion: str | None = None
    intent: str | None = None
    """What was understood of a customer's words, where the bot was asked."""


@dataclass(frozen=True)
class Part:
    """One conversation as far as one agent, or the bot, served it."""

    conversation: str
    lines: tuple[Line, ...]
    began_at: datetime
    """Since when the one who is judged had the customer before them."""
    by_bot: bool = False
    customer: str | None = None
    """The customer's name, where it was known."""
    emotion: str = "neutral"
    """With which the customer came."""
    promises: tuple[bool, ...] = ()
    """Of those that were due: whether each was kept in time."""
    reopened: bool | None = None
    """Whether what was resolved came back; None where nothing was resolved."""
    rating: int | None = None


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: 0 to 1, with the sentences that made it."""

    dimension: Dimension
    name: str
    value: float
    sentences: tuple[int, ...] = ()


@dataclass(frozen=True)
class Score:
    """A part's verdict, from 0 to 100."""

    total: float
    dimensions: dict[Dimension, float]
    """Those of which something could be said."""
    checks: tuple[Check, ...]


def score(part: Part) -> Score | None:
    """The mean of the dimensions, each the mean of its checks that apply; None where nothing was said."""
    if not any(line.ours for line in part.lines):
        return None
    checks = tuple(each for check in CHECKS for each in check(part))
    dimensions = {
        dimension: round(100 * mean(values), 1)
        for dimension in Dimension
        if (values := [check.value for check in checks if check.dimension is dimension])
    }
    return Score(round(mean(dimensions.values()), 1), dimensions, checks)


def answers_of(part: Part) -> list[tuple[float, Line]]:
    """Our first words after each of the customer's, with the seconds that they waited for them."""
    waiting_since: datetime | None = part.began_at
    answers = []
    for line in part.lines:
        if not line.ours:
            waiting_since = waiting_since or line.at
        elif waiting_since is not None:
            answers.append((max(0.0, (line.at - waiting_since).total_seconds()), line))
            waiting_since = None
    return answers


def check_first_reply(part: Part) -> Iterator[Check]:
    """How soon the first words came."""
    wait, line = answers_of(part)[0]
    yield Check(Dimension.RESPONSIVENESS, "first_reply", _promptness(wait, by_bot=part.by_bot), (line.seq,))


def check_pace(part: Part) -> Iterator[Check]:
    """How soon answers came on the whole."""
    later = answers_of(part)[1:]
    if later:
        middle = median(wait for wait, _ in later)
        slow = tuple(line.seq for wait, line in later if _promptness(wait, by_bot=part.by_bot) < 1)
        yield Check(Dimension.RESPONSIVENESS, "pace", _promptness(middle, by_bot=part.by_bot), slow)


def check_wait_told(part: Part) -> Iterator[Check]:
    """Whether long silences were announced."""
    said: Line | None = None
    silences = []
    for wait, line in answers_of(part)[1:]:
        said = next((each for each in reversed(part.lines) if each.ours and each.seq < line.seq), None)
        if wait > LONG_SILENCE:
            silences.append((said is not None and has(WAIT_TOLD, said.text), line.seq))
    if silences:
        kept = mean(float(told) for told, _ in silences)
        yield Check(Dimension.RESPONSIVENESS, "wait_told", kept, tuple(seq for told, seq in silences if not told))


def check_greeting(part: Part) -> Iterator[Check]:
    """Whether the first words greet."""
    first = _ours(part)[0]
    yield Check(Dimension.EMPATHY, "greets", float(has(GREETING, first.text)), (first.seq,))


def check_name(part: Part) -> Iterator[Check]:
    """Whether the customer is called by name, where it is known."""
    if part.customer and not part.by_bot:
        named = tuple(line.seq for line in _ours(part) if calls_by_name(part.customer, line.text))
        yield Check(Dimension.EMPATHY, "by_name", float(bool(named)), named[:1])


def check_apology(part: Part) -> Iterator[Check]:
    """Whether there was an apology to a customer who was upset."""
    upset = tuple(line.seq for line in part.lines if line.emotion in UPSET)
    if upset or part.emotion in UPSET:
        sorry = tuple(line.seq for line in _ours(part) if has(APOLOGY, line.text))
        yield Check(Dimension.EMPATHY, "apologises", float(bool(sorry)), sorry[:1] or upset)


def check_promises(part: Part) -> Iterator[Check]:
    """Whether what was promised was done in time."""
    if part.promises:
        yield Check(Dimension.RELIABILITY, "promises_kept", mean(float(kept) for kept in part.promises))


def check_settled(part: Part) -> Iterator[Check]:
    """Whether what was resolved stayed so."""
    if part.reopened is not None:
        yield Check(Dimension.RELIABILITY, "stays_resolved", float(not part.reopened))


def check_understood(part: Part) -> Iterator[Check]:
    """Which share of the customer's words the bot could do something with."""
    asked = [line for line in part.lines if line.intent is not None]
    if part.by_bot and asked:
        missed = tuple(line.seq for line in asked if line.intent in UNHELPED)
        yield Check(Dimension.RELIABILITY, "understands", 1 - len(missed) / len(asked), missed)


def check_courtesy(part: Part) -> Iterator[Check]:
    """Whether thanks, please or an offer of further help was said."""
    kind = tuple(line.seq for line in _ours(part) if has(COURTESY, line.text))
    yield Check(Dimension.ASSURANCE, "courteous", float(bool(kind)), kind[:1])


def check_no_blame(part: Part) -> Iterator[Check]:
    """Whether nobody was blamed, mocked or shouted at."""
    bad = tuple(line.seq for line in _ours(part) if has(BLAME, line.text) or is_shouted(line.text))
    yield Check(Dimension.ASSURANCE, "no_blame", float(not bad), bad)


def check_rating(part: Part) -> Iterator[Check]:
    """What the customer said of it."""
    if part.rating is not None:
        yield Check(Dimension.ASSURANCE, "rating", (part.rating - 1) / 4)


CHECKS = (
    check_first_reply, check_pace, check_wait_told, check_greeting, check_name, check_apology, check_promises,
    check_settled, check_understood, check_courtesy, check_no_blame, check_rating,
)  # fmt: skip


def average(scores: Sequence[Score]) -> tuple[float | None, dict[Dimension, float]]:
    """Of several parts: the mean of the totals, and of each dimension over those that have it."""
    if not scores:
        return None, {}
    by_dimension = {
        dimension: round(mean(values), 1)
        for dimension in Dimension
        if (values := [each.dimensions[dimension] for each in scores if dimension in each.dimensions])
    }
    return round(mean(each.total for each in scores), 1), by_dimension


def _ours(part: Part) -> list[Line]:
    return [line for line in part.lines if line.ours]


def _promptness(wait: float, *, by_bot: bool) -> float:
    quick, slow = (QUICK_BOT, SLOW_BOT) if by_bot else (QUICK, SLOW)
    return 1.0 if wait <= quick else 0.5 if wait <= slow else 0.0
