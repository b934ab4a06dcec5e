"""The figures against fixtures worked out by hand, beside each row."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handoff.errors import InvalidInputError
from handoff.quality.csv_export import guard_cell, to_csv
from handoff.quality.figures import Spread, Tally, percentile
from handoff.quality.overview import Estimates, make_figures
from handoff.quality.period import Period, read_period
from handoff.quality.rows import Begun, HandedOver, Rated, Rows, Served

JAKARTA = ZoneInfo("Asia/Jakarta")
DAY = Period(date(2026, 11, 24), date(2026, 11, 24), JAKARTA)
NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)
"""Twelve o'clock in Jakarta."""
EVENING = NOON + timedelta(hours=6)


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def begun(name: str, intent: str | None = "faq", emotion: str = "neutral", **more: object) -> Begun:
    values = {
        "channel": "web", "language": "id", "state": "bot", "created_at": at(0), "updated_at": at(5),
        "unanswered": False, **more,
    }  # fmt: skip
    return Begun(id=name, contact=f"of-{name}", last_intent=intent, last_emotion=emotion, **values)  # type: ignore[arg-type]


def handed(name: str, minutes: float, claimed: float | None, reason: str = "asked", wait: bool = False) -> HandedOver:
    told = (60.0, 300.0) if wait else (None, None)
    return HandedOver(name, f"of-{name}", reason, at(minutes), None if claimed is None else at(claimed), *told)


def served(name: str, claimed: float, answered: float | None, ended: float | None, by: str | None) -> Served:
    times = (None if each is None else at(each) for each in (answered, ended))
    return Served(name, f"of-{name}", at(claimed), *times, by)


def rows(**some: object) -> Rows:
    empty: dict[str, tuple[object, ...]] = dict.fromkeys(
        ("begun", "handed_over", "served", "ratings", "by_quarter", "topics"), ()
    )
    return Rows(**{**empty, **some})  # type: ignore[arg-type]


def test_that_a_percentile_is_a_value_that_was_measured() -> None:
    ten = [float(each) for each in range(10, 110, 10)]

    assert (percentile(ten, 0.5), percentile(ten, 0.9), percentile([7.0], 0.9)) == (50.0, 90.0, 7.0)
    assert percentile([], 0.5) is None


def test_that_first_response_runs_from_the_hand_over_to_a_persons_words_over_releases() -> None:
    record = rows(
        handed_over=(handed("a", 0, 1), handed("b", 0, 2), handed("c", 0, None), handed("a", 60, 61)),
        served=(
            served("a", 1, None, 3, "released"),
            served("a", 4, 5, 9, "resolved"),  # first words 5 minutes after the hand-over, resolved after 9
            served("b", 2, 10, 30, "left"),  # 10 minutes; never resolved
            served("a", 61, 62, 63, "resolved"),  # the second hand-over: 2 and 3 minutes
        ),
    )

    figures = make_figures(record, DAY, EVENING)

    assert figures.first_response == Spread(3, 300.0, 600.0)
    assert figures.resolution == Spread(2, 180.0, 540.0)
    assert figures.waits == Spread(3, 60.0, 120.0)
    assert (figures.handovers, figures.never_claimed) == (4, 1)


def test_that_a_customer_left_unhelped_is_not_handled_by_the_bot() -> None:
    record = rows(
        begun=(
            begun("helped"),
            begun("closed", state="closed", updated_at=EVENING),
            begun("not-understood", "nlu_fallback"),
            begun("went-away-angry", emotion="angry"),
            begun("no-answer", None, unanswered=True),
            begun("came-back"),
            begun("handed"),
            begun("still-talking", updated_at=EVENING - timedelta(minutes=29)),
            begun("said-nothing", None),
        ),
        handed_over=(
            handed("handed", 1, 2),
            HandedOver("another", "of-came-back", "asked", at(5 + 24 * 60), None, None, None),
        ),
    )

    bot = make_figures(record, DAY, EVENING).bot

    assert (bot.handled, bot.false_containment, bot.handed_over, bot.ended) == (2, 4, 1, 7)
    assert bot.handled_share == pytest.approx(2 / 7)


def test_that_estimates_are_held_against_what_came() -> None:
    waits = (0.5, 1, 3, 5, 6)  # minutes, where 1 to 5 were told
    record = rows(handed_over=(*(handed(str(each), 0, each, wait=True) for each in waits), handed("x", 0, 9)))

    assert make_figures(record, DAY, EVENING).estimates == Estimates(5, 3, 1, 1, 0.6)


def test_that_who_is_handed_over_again_within_a_week_reopens_but_not_by_our_own_call_back() -> None:
    week = 7 * 24 * 60
    record = rows(
        handed_over=(
            handed("again", 10 + week, None),
            handed("too-late", 11 + week, None),
            handed("called", 60, None, "call_back"),
        ),
        served=tuple(served(name, 0, 1, 10, "resolved") for name in ("again", "too-late", "called", "fine")),
    )

    figures = make_figures(record, DAY, EVENING)

    assert (figures.resolved, figures.reopened, figures.reopened_share) == (4, 1, 0.25)


def test_that_volumes_are_counted_by_the_clock_of_the_office() -> None:
    quarter = int(datetime(2026, 11, 24, 16, 45, tzinfo=UTC).timestamp())  # 23:45 in Jakarta
    record = rows(
        begun=(begun("a"), begun("b", channel="whatsapp", language="en"), begun("c")),
        by_quarter=((quarter, 3), (quarter - 900, 4)),
        topics=(("pricing", 2), ("location", 5)),
    )

    volumes = make_figures(record, DAY, EVENING).volumes

    assert (volumes.by_hour[23], sum(volumes.by_hour), volumes.customer_messages) == (7, 7, 7)
    assert volumes.by_channel == (Tally("web", 2), Tally("whatsapp", 1))
    assert volumes.by_language == (Tally("id", 2), Tally("en", 1))
    assert volumes.by_topic == (Tally("location", 5), Tally("pricing", 2))
    assert volumes.by_day == (Tally("2026-11-24", 3),)


def test_that_ratings_are_counted_with_those_who_did_not_answer() -> None:
    ratings = make_figures(rows(ratings=tuple(Rated(NOON, score) for score in (5, 4, 1, None))), DAY, NOON).ratings

    assert (ratings.asked, ratings.given, ratings.low, ratings.mean) == (4, 3, 1, pytest.approx(10 / 3))


def test_that_a_period_is_whole_days_of_the_office() -> None:
    period = read_period("2026-11-23", "2026-11-24", JAKARTA, NOON)

    assert (period.start.isoformat(), period.end.isoformat()) == (
        "2026-11-22T17:00:00+00:00",
        "2026-11-24T17:00:00+00:00",
    )
    assert read_period(None, None, JAKARTA, NOON).first == date(2026, 11, 18)


@pytest.mark.parametrize("dates", [("2026-11-25", "2026-11-24"), ("2020-01-01", "2026-01-01"), ("yesterday", None)])
def test_that_other_periods_are_refused(dates: tuple[str, str | None]) -> None:
    with pytest.raises(InvalidInputError):
        read_period(*dates, JAKARTA, NOON)


def test_that_the_table_for_spreadsheets_has_every_figure_and_no_formula() -> None:
    record = rows(begun=(begun("a", channel="=HYPERLINK(1)"),), handed_over=(handed("a", 0, 2),))

    lines = list(csv.reader(io.StringIO(to_csv(make_figures(record, DAY, EVENING)).lstrip("\ufeff"))))

    assert lines[0] == ["figure", "by", "value"]
    assert ["volumes.by_channel", "'=HYPERLINK(1)", "1"] in lines
    assert ["waits.median", "", "120.0"] in lines
    assert [guard_cell(each) for each in ("+1", "@a", "\t=1", "aman", -1)] == ["'+1", "'@a", "'\t=1", "aman", -1]
