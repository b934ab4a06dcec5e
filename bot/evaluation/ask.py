"""Asks a trained Rasa model about messages, one at a time, with the clock running."""

from __future__ import annotations

import asyncio
import logging
import os
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.evaluation.messages import EvaluationError, Labelled, Predicted

WARM_UP = 20
"""Messages that are parsed before the clock counts: caches and lazy imports are not what is measured."""


def ask_model(model: Path, messages: Sequence[Labelled]) -> list[Predicted]:
    """What the model makes of each message."""
    if not model.is_file():
        raise EvaluationError(f"There is no trained model at {model}; run `make train`.")
    agent = _load(model)
    return asyncio.run(_ask(agent, messages))


async def _ask(agent: Any, messages: Sequence[Labelled]) -> list[Predicted]:
    for message in messages[:WARM_UP]:
        await agent.parse_message(message.text)
    predicted = []
    for message in messages:
        began = time.perf_counter()
        parsed = await agent.parse_message(message.text)
        predicted.append(Predicted.from_parse(parsed, time.perf_counter() - began))
    return predicted


def _load(model: Path) -> Any:
    quieten()
    import skops.io  # noqa: F401 - it walks all of sys.modules, so it must come before TensorFlow fills them (-10 s)
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.WARNING)
    return Agent.load(str(model))


def quieten() -> None:
    """Keeps Rasa's and TensorFlow's talk off the console, and their reports at home."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    warnings.filterwarnings("ignore")
    logging.getLogger("rasa").setLevel(logging.ERROR)
