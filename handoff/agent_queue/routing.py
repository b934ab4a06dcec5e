"""Who can serve whom, and who is asked first. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class OnDuty:
    """An agent who takes conversations, and what they hold."""

    id: str
    languages: frozenset[str]
    unit: str | None = None
    """What they know best; None: a generalist, who serves everything."""
    free: int = 1
    """Conversations they could take now."""
    held: int = 0
    idle_since: datetime | None = None
    """When they last took or ended a conversation."""


@dataclass(frozen=True)
class Waiting:
    """A conversation in line."""

    id: str
    language: str
    skill: str | None = None
    last_agent: str | None = None
    """Who served this customer last."""
    asked: frozenset[str] = field(default_factory=frozenset)
    """Agents who were asked a moment ago and did not take it."""


def can_serve(languages: Collection[str], unit: str | None, language: str, skill: str | None) -> bool:
    """Whether an agent can serve a conversation: its language first, then its skill; what has none is everybody's."""
    return language in languages and (skill is None or unit is None or unit == skill)


def choose_agent(waiting: Waiting, agents: Sequence[OnDuty]) -> OnDuty | None:
    """Whom a conversation is offered to: its last agent, then who knows the matter best, then the one idle longest."""
    fit = [each for each in agents if _is_free_for(each, waiting)]
    return min(fit, key=lambda agent: _order(agent, waiting), default=None)


def match(line: Sequence[Waiting], agents: Sequence[OnDuty]) -> list[tuple[str, str]]:
    """Offers to make now, in the order of the line: conversation and agent, each at most once."""
    free = list(agents)
    offers = []
    for waiting in line:
        agent = choose_agent(waiting, free)
        if agent is not None:
            offers.append((waiting.id, agent.id))
            free.remove(agent)
    return offers


def _is_free_for(agent: OnDuty, waiting: Waiting) -> bool:
    fits = can_serve(agent.languages, agent.unit, waiting.language, waiting.skill)
    return agent.free > 0 and agent.id not in waiting.asked and fits


def _order(agent: OnDuty, waiting: Waiting) -> tuple[bool, bool, int, datetime, str]:
    return (
        agent.id != waiting.last_agent,
        agent.unit != waiting.skill,
        agent.held,
        agent.idle_since or LONG_AGO,
        agent.id,
    )
