"""The report of a period, over rows of the record; what each figure means stands in docs/supervisors.md. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import mean
from zoneinfo import ZoneInfo

from handoff.aftercare.rating import LOW
from handoff.quality.figures import Spread, Tally, share, spread, tally
from handoff.quality.period import Period
from handoff.quality.rows import Begun, HandedOver, Rows, Served
from protocol.escalation import EscalationReason

STILL_TALKING = timedelta(minutes=30)
"""A conversation with the bot in which something was said so lately is not judged yet."""
CAME_BACK_AT_ONCE = timedelta(hours=24)
"""Who needs a person so soon after the bot had "handled" them was not helped."""
REOPENED_WITHIN = timedelta(days=7)
UNHELPED_INTENTS = frozenset({"nlu_fallback", "not_resolved", "request_human", "out_of_scope"})
"""When the customer's last words were these, the bot's answer to them was no help."""
UNHELPED_EMOTIONS = frozenset({"angry", "disappointed"})
OUR_OWN = frozenset({EscalationReason.CALL_BACK.value})
"""Hand-overs that we had promised ourselves: no reopening."""
TOP = 20


@dataclass(frozen=True)
class Volumes:
    """How much was asked, when, where, in which language, about what."""

    conversations: int
    customer_messages: int
    by_hour: tuple[int, ...]
    """Customers' messages by hour of the day, 0 to 23, in the office's time zone."""
    by_day: tuple[Tally, ...]
    """Conversations by the day on which they began."""
    by_channel: tuple[Tally, ...]
    by_language: tuple[Tally, ...]
    by_topic: tuple[Tally, ...]


@dataclass(frozen=True)
class BotShare:
    """What the bot handled alone, and what only looks like it."""

    ended: int
    """Conversations that began in the period and are over with the bot, or went to a person."""
    handed_over: int
    handled: int
    false_containment: int
    """Never handed over, and the customer left unhelped."""
    handled_share: float | None


@dataclass(frozen=True)
class Estimates:
    """How good the waits were that customers were told."""

    told: int
    inside: int
    """The person came within the range."""
    earlier: int
    later: int
    inside_share: float | None


@dataclass(frozen=True)
class Ratings:
    """What customers said of their agents."""

    asked: int
    given: int
    low: int
    mean: float | None
    by_score: tuple[Tally, ...]


@dataclass(frozen=True)
class Figures:
    """The whole report."""

    volumes: Volumes
    bot: BotShare
    reasons: tuple[Tally, ...]
    handovers: int
    never_claimed: int
    """Handed over in the period and not taken by anybody so far."""
    waits: Spread
    estimates: Estimates
    first_response: Spread
    """From the hand-over to a person's first words; the bot's never stop this clock."""
    resolution: Spread
    """From the hand-over to the matter's being resolved."""
    resolved: int
    reopened: int
    reopened_share: float | None
    ratings: Ratings


def make_figures(rows: Rows, period: Period, now: datetime) -> Figures:
    """Counts and measures the period as it looks now."""
    ours = [each for each in rows.handed_over if each.at < period.end]
    resolved, reopened = count_reopened(rows, period)
    return Figures(
        volumes=_volumes(rows, period.zone),
        bot=judge_bot(rows, now),
        reasons=tally(each.reason for each in ours),
        handovers=len(ours),
        never_claimed=sum(each.claimed_at is None for each in ours),
        waits=spread(seconds(each.at, each.claimed_at) for each in ours if each.claimed_at),
        estimates=_judge_estimates(ours),
        first_response=spread(until_first(ours, rows.served, lambda served: served.answered_at)),
        resolution=spread(until_first(ours, rows.served, resolved_at)),
        resolved=resolved,
        reopened=reopened,
        reopened_share=share(reopened, resolved),
        ratings=_ratings(rows),
    )


def seconds(start: datetime, end: datetime) -> float:
    """What lies between two moments."""
    return (end - start).total_seconds()


Pair = tuple[HandedOver, datetime | None]
"""A hand-over, and when the next one of the same conversation came."""


def pairs_of(handed_over: Sequence[HandedOver]) -> list[Pair]:
    """Each hand-over with the end of its time."""
    following: dict[str, datetime] = {}
    pairs: list[Pair] = []
    for each in reversed(handed_over):
        pairs.append((each, following.get(each.conversation)))
        following[each.conversation] = each.at
    return pairs[::-1]


def resolved_at(served: Served) -> datetime | None:
    """When an agent's part ended well."""
    return served.ended_at if served.ended_by == "resolved" else None


def until_first(
    handed_over: Sequence[HandedOver], served: Iterable[Served], moment: Callable[[Served], datetime | None]
) -> list[float]:
    """Seconds from each hand-over to the first such moment before the conversation has its next one."""
    moments: dict[str, list[datetime]] = defaultdict(list)
    for each in served:
        if (at := moment(each)) is not None:
            moments[each.conversation].append(at)
    found = []
    for begin, next_at in pairs_of(handed_over):
        inside = [at for at in moments[begin.conversation] if begin.at <= at and (next_at is None or at < next_at)]
        if inside:
            found.append(seconds(begin.at, min(inside)))
    return found


def judge_bot(rows: Rows, now: datetime) -> BotShare:
    """What the bot handled alone: over, never handed over, and the customer not left unhelped."""
    first_by_conversation: set[str] = {each.conversation for each in rows.handed_over}
    by_contact: dict[str, list[datetime]] = defaultdict(list)
    for each in rows.handed_over:
        by_contact[each.contact].append(each.at)
    handed = sum(each.id in first_by_conversation for each in rows.begun)
    alone = [
        each
        for each in rows.begun
        if each.id not in first_by_conversation
        and (each.last_intent is not None or each.unanswered)
        and is_over(each, now)
    ]
    unhelped = sum(is_unhelped(each, by_contact[each.contact]) for each in alone)
    handled = len(alone) - unhelped
    ended = handed + len(alone)
    return BotShare(ended, handed, handled, unhelped, share(handled, ended))


def is_over(begun: Begun, now: datetime) -> bool:
    """Whether the customer has stopped talking with the bot."""
    return begun.state == "closed" or now - begun.updated_at >= STILL_TALKING


def is_unhelped(begun: Begun, handed_over: Iterable[datetime]) -> bool:
    """Whether a conversation that the bot kept left the customer without help."""
    return (
        begun.unanswered
        or begun.last_intent in UNHELPED_INTENTS
        or begun.last_emotion in UNHELPED_EMOTIONS
        or any(begun.updated_at <= at <= begun.updated_at + CAME_BACK_AT_ONCE for at in handed_over)
    )


def count_reopened(rows: Rows, period: Period) -> tuple[int, int]:
    """Matters that agents resolved in the period, and those whose customer was handed over again within a week."""
    again: dict[str, list[datetime]] = defaultdict(list)
    for each in rows.handed_over:
        if each.reason not in OUR_OWN:
            again[each.contact].append(each.at)
    resolved = [(each.contact, at) for each in rows.served if (at := resolved_at(each)) and at < period.end]
    reopened = sum(any(at < came <= at + REOPENED_WITHIN for came in again[contact]) for contact, at in resolved)
    return len(resolved), reopened


def _judge_estimates(handed_over: Iterable[HandedOver]) -> Estimates:
    verdicts: Counter[str] = Counter()
    for each in handed_over:
        if each.wait_low is None or each.wait_high is None or each.claimed_at is None:
            continue
        waited = seconds(each.at, each.claimed_at)
        verdicts["earlier" if waited < each.wait_low else "later" if waited > each.wait_high else "inside"] += 1
    told, inside = verdicts.total(), verdicts["inside"]
    return Estimates(told, inside, verdicts["earlier"], verdicts["later"], share(inside, told))


def _volumes(rows: Rows, zone: ZoneInfo) -> Volumes:
    hours: Counter[int] = Counter()
    for start, count in rows.by_quarter:
        hours[datetime.fromtimestamp(start, zone).hour] += count
    days = Counter(each.created_at.astimezone(zone).date().isoformat() for each in rows.begun)
    topics = sorted(rows.topics, key=lambda item: (-item[1], item[0]))[:TOP]
    return Volumes(
        conversations=len(rows.begun),
        customer_messages=hours.total(),
        by_hour=tuple(hours[hour] for hour in range(24)),
        by_day=tuple(Tally(day, days[day]) for day in sorted(days)),
        by_channel=tally(each.channel for each in rows.begun),
        by_language=tally(each.language for each in rows.begun),
        by_topic=tuple(Tally(topic, count) for topic, count in topics),
    )


def _ratings(rows: Rows) -> Ratings:
    scores = [each.score for each in rows.ratings if each.score is not None]
    counts = Counter(scores)
    return Ratings(
        asked=len(rows.ratings),
        given=len(scores),
        low=sum(score <= LOW for score in scores),
        mean=mean(scores) if scores else None,
        by_score=tuple(Tally(str(score), counts[score]) for score in range(1, 6)),
    )
