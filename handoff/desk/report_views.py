"""What supervisors see of a period: figures and scores. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handoff.desk.report_answers import (
    CheckView,
    GroupScore,
    OverviewReport,
    PeriodView,
    ScorecardReport,
    ScoredPart,
    Sentence,
)
from handoff.quality.overview import Figures, make_figures
from handoff.quality.period import Period
from handoff.quality.read_parts import MOST_PARTS, Held, read_agents_parts, read_bots_parts
from handoff.quality.read_rows import read_rows
from handoff.quality.scorecard import Score, average, score

MOST_SHOWN = 50
"""Parts with their sentences: more than anybody reads in one go, and the lowest are the first."""


def period_view(period: Period) -> PeriodView:
    """The period as the desk shows it."""
    return PeriodView(first=period.first, last=period.last, timezone=period.zone.key)


async def read_figures(session: AsyncSession, period: Period, now: datetime) -> Figures:
    """The figures of a period, from the record."""
    return make_figures(await read_rows(session, period), period, now)


async def overview_view(session: AsyncSession, period: Period, now: datetime) -> OverviewReport:
    """The figures with their period."""
    return OverviewReport(period=period_view(period), figures=await read_figures(session, period, now))


async def scorecard_view(session: AsyncSession, period: Period, staff: str | None, now: datetime) -> ScorecardReport:
    """Scores of the period; with `staff` of this account only."""
    held = await read_agents_parts(session, period, staff, now)
    if staff is None:
        held += await read_bots_parts(session, period)
    scored = [(each, verdict) for each in held if (verdict := score(each.part)) is not None]
    lowest = sorted(scored, key=lambda item: item[1].total)[:MOST_SHOWN]
    return ScorecardReport(
        period=period_view(period),
        most=MOST_PARTS,
        groups=group_scores(scored, period),
        parts=[_part_view(each, verdict) for each, verdict in lowest],
    )


def group_scores(scored: Sequence[tuple[Held, Score]], period: Period) -> list[GroupScore]:
    """Means by person, team and week, and the bot's. Pure."""
    groups: dict[tuple[str, str, str], list[Score]] = defaultdict(list)
    for held, verdict in scored:
        if held.staff is None:
            groups["bot", "", held.name].append(verdict)
            continue
        year, week, _ = held.ended_at.astimezone(period.zone).isocalendar()
        groups["person", held.staff, held.name].append(verdict)
        groups["team", held.unit or "", held.unit or ""].append(verdict)
        groups["week", f"{year}-W{week:02}", f"{year}-W{week:02}"].append(verdict)
    return [_group_view(kind, name, groups[kind, key, name]) for kind, key, name in sorted(groups)]


def _group_view(kind: str, name: str, scores: list[Score]) -> GroupScore:
    total, dimensions = average(scores)
    named = {dimension.value: value for dimension, value in dimensions.items()}
    return GroupScore(kind=kind, name=name, count=len(scores), total=total, dimensions=named)


def _part_view(held: Held, verdict: Score) -> ScoredPart:
    texts = {line.seq: line.text for line in held.part.lines}
    checks = [
        CheckView(
            dimension=check.dimension.value,
            name=check.name,
            value=check.value,
            sentences=[Sentence(seq=seq, text=texts[seq]) for seq in check.sentences],
        )
        for check in verdict.checks
    ]
    return ScoredPart(
        conversation=held.part.conversation,
        by=held.name,
        ended_at=held.ended_at,
        total=verdict.total,
        dimensions={dimension.value: value for dimension, value in verdict.dimensions.items()},
        checks=checks,
    )
