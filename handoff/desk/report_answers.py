"""The JSON that the supervisors' routes answer; the figures inside are those of `quality`, as they stand."""

from __future__ import annotations

from datetime import date

from pydantic import AwareDatetime

from handoff.desk.answer import Answer
from handoff.quality.overview import Figures


class PeriodView(Answer):
    """The days that the report is about, the last one included."""

    first: date
    last: date
    timezone: str


class OverviewReport(Answer):
    """The figures of a period."""

    period: PeriodView
    figures: Figures


class Sentence(Answer):
    """Something said that made a score."""

    seq: int
    text: str


class CheckView(Answer):
    """One thing that was looked at, from 0 to 1."""

    dimension: str
    name: str
    value: float
    sentences: list[Sentence]


class ScoredPart(Answer):
    """One conversation as far as one agent, or the bot, served it."""

    conversation: str
    by: str
    ended_at: AwareDatetime
    total: float
    dimensions: dict[str, float]
    checks: list[CheckView]


class GroupScore(Answer):
    """The mean of a person, a team or a week."""

    kind: str
    """`person`, `team`, `week` or `bot`."""
    name: str
    count: int
    total: float | None
    dimensions: dict[str, float]


class ScorecardReport(Answer):
    """The Moment of Truth scorecard; agents see their own only."""

    period: PeriodView
    most: int
    """How many parts at most are judged, the latest of the period; of agents and of the bot each."""
    groups: list[GroupScore]
    parts: list[ScoredPart]
    """The lowest first."""
