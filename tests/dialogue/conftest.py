"""The bot's rules, forms and responses with the real actions and CRM, and a clock that the tests turn."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import skops.io  # noqa: F401  before TensorFlow, which Rasa imports: it walks all modules loaded so far
import sqlalchemy as sa
from conversation import Conversation, InProcessActions
from rasa.core.agent import Agent
from rasa.model_training import train
from sqlalchemy.ext.asyncio import AsyncEngine

from actions.resources import Resources, set_resources
from crm.database import create_engine
from crm.migrate import upgrade
from crm.sample_data import seed

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
TODAY = date(2026, 11, 24)


@dataclass
class Clock:
    """The time of the tests: a Tuesday morning in Jakarta."""

    moment: datetime = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **duration: float) -> None:
        self.moment += timedelta(**duration)


@pytest.fixture(scope="session")
def rules_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A model of the real domain, rules and answers, which understands nothing by itself."""
    folder = tmp_path_factory.mktemp("rules_model")
    understanding = HERE / "understanding" / "nlu.yml"
    result = train(
        domain=str(ROOT / "domain.yml"),
        config=str(HERE / "understanding" / "config.yml"),
        training_files=[str(each) for each in (ROOT / "data" / "rules", ROOT / "data" / "faq", understanding)],
        output=str(folder),
        fixed_model_name="rules",
    )
    assert result.model is not None
    return result.model


@pytest.fixture(scope="session")
def loaded(rules_model: str) -> tuple[Agent, InProcessActions]:
    """The bot, loaded once for all tests; conversations are told apart by their sender."""
    endpoint = InProcessActions()
    return Agent.load(rules_model, action_endpoint=endpoint), endpoint


@pytest.fixture
def actions(loaded: tuple[Agent, InProcessActions]) -> InProcessActions:
    """The action server, which counts its calls."""
    return loaded[1]


@pytest.fixture
def clock() -> Clock:
    """The clock that the actions read."""
    return Clock()


@pytest.fixture
async def engine(tmp_path: Path, clock: Clock) -> AsyncIterator[AsyncEngine]:
    """The demo company's CRM, opened for the actions."""
    url = f"sqlite:///{tmp_path / 'crm.db'}"
    upgrade(url)
    engine = create_engine(url)
    # Thousands of turns in these tests: waiting for the disk each time would say nothing more.
    sa.event.listen(engine.sync_engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    await seed(engine, TODAY)
    set_resources(Resources(engine, ZoneInfo("Asia/Jakarta"), clock))
    yield engine
    set_resources(None)
    await engine.dispose()


Talk = Callable[..., Conversation]


@pytest.fixture
def talk(loaded: tuple[Agent, InProcessActions], engine: AsyncEngine) -> Talk:
    """Begins a conversation: `talk()`, `talk("en")`, `talk(phone="+62...")`, `talk(queued=True)`."""

    def begin(language: str = "id", phone: str | None = None, queued: bool = False) -> Conversation:
        return Conversation(loaded[0], language, phone, queued)

    return begin
