"""The bot's rules, forms and responses with the real actions and CRM, and a clock that the tests move."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import skops.io  # noqa: F401  before TensorFlow, which Rasa imports: it walks all modules loaded so far
import sqlalchemy as sa
from rasa.core.agent import Agent
from rasa.model_training import train
from rasa.utils.log_utils import configure_structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from actions.resources import Resources, set_resources
from crm.database import create_engine
from tests.dialogue.conversation import Conversation, InProcessActions
from tests.support.hand_clock import HandClock

# At its usual level Rasa writes every slot of every step out, which takes longer than the conversations themselves.
configure_structlog(logging.ERROR)

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent


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
async def engine(database_url: str, clock: HandClock) -> AsyncIterator[AsyncEngine]:
    """The demo company's CRM, opened for the actions."""
    engine = create_engine(database_url)
    # Thousands of turns in these tests: waiting for the disk each time would say nothing more.
    sa.event.listen(engine.sync_engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
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
