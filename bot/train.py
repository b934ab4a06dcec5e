"""`python -m bot.train [--force]`: trains the bot into `models/`; where the model is current it ends in milliseconds.

Current means: the same configuration, domain, training data, components and locked packages as when the model was made,
by their contents.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import logging
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

MODEL = Path("models/sapa.tar.gz")
HASH = Path("models/sapa.hash")
SECONDS = Path("models/sapa.seconds")
"""Holds how long the training took, for `python -m bot.evaluation`."""
LOG = Path("var/log/train.log")
CONFIG, DOMAIN, DATA = Path("config.yml"), Path("domain.yml"), Path("data")
SOURCES = (
    CONFIG,
    DOMAIN,
    DATA,
    Path("bot/understanding"),
    Path("bot/components"),
    Path("bot/policies"),
    Path("requirements.lock"),
)
"""Everything that a model is made of."""
GENERATED = frozenset({"__pycache__", "corpus", "training", "metrics"})
"""Folders that tools write beside the sources (the last three by spaCy's project in data/emotion)."""
STEPS = "rasa.engine.training.hooks"
"""The logger in which Rasa says which component it trains."""


def main() -> int:
    """Trains if need be; 1 and one sentence when the training data or the configuration are broken."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--force", action="store_true", help="train even where the model is current")
    fingerprint = hash_sources(SOURCES)
    if not arguments.parse_args().force and is_current(fingerprint):
        print(f"Bot: the model {MODEL} is current")
        return 0
    LOG.parent.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    print(f"Bot: training (the full log is in {LOG})", flush=True)
    try:
        made = train(fingerprint)
    except (
        Exception
    ) as error:  # the outermost loop: whatever Rasa raises is told in one sentence, the rest is in the log
        logging.getLogger(__name__).debug("training failed", exc_info=error)
        made, reason = None, f"{type(error).__name__}: {error}".splitlines()[0]
    else:
        reason = f"see {LOG}"
    if made is None:
        print(f"The bot could not be trained: {reason}", file=sys.stderr)
        return 1
    SECONDS.write_text(f"{time.monotonic() - began:.1f}\n")
    print(f"Bot: trained in {time.monotonic() - began:.0f} s, {made.stat().st_size / 1e6:.1f} MB", flush=True)
    return 0


def hash_sources(sources: tuple[Path, ...]) -> str:
    """SHA-256 over the names and contents of all files, in a fixed order."""
    digest = hashlib.sha256()
    for file in sorted(each for source in sources for each in _files(source)):
        digest.update(f"{file.as_posix()}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def is_current(fingerprint: str) -> bool:
    """Whether the model that is there was made of the same."""
    return MODEL.is_file() and HASH.is_file() and HASH.read_text().strip() == fingerprint


def train(fingerprint: str) -> Path | None:
    """Trains and puts the model in its place whole or not at all; None when Rasa made none."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    workshop = Path(f"var/training-{os.getpid()}")  # two trainings at once do not take each other's files
    with _output_to(LOG) as console:
        import skops.io  # noqa: F401 - it walks all of sys.modules, so it must come before TensorFlow fills them (-10 s)
        from rasa import train as rasa_train

        with _progress(console):
            result = rasa_train(
                str(DOMAIN), str(CONFIG), str(DATA), output=str(workshop), fixed_model_name="sapa", force_training=True
            )
    if result.model is None:
        return None
    MODEL.parent.mkdir(exist_ok=True)
    Path(result.model).replace(MODEL)
    HASH.write_text(fingerprint + "\n")
    shutil.rmtree(workshop, ignore_errors=True)
    return MODEL


def _files(source: Path) -> Iterator[Path]:
    if source.is_file():
        yield source
    else:
        yield from (each for each in source.rglob("*") if each.is_file() and not GENERATED.intersection(each.parts))


@contextlib.contextmanager
def _output_to(log: Path) -> Iterator[int]:
    """Sends everything that this process prints into a file; gives a descriptor of the console."""
    sys.stdout.flush()
    sys.stderr.flush()
    console, console_error = os.dup(1), os.dup(2)
    with log.open("wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
        try:
            yield console
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os.dup2(console, 1)
            os.dup2(console_error, 2)
            os.close(console)
            os.close(console_error)


@contextlib.contextmanager
def _progress(console: int) -> Iterator[None]:
    """Prints a line on the console for every component that Rasa begins to train."""
    handler = _Steps(console)
    logger = logging.getLogger(STEPS)
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


class _Steps(logging.Handler):
    def __init__(self, console: int) -> None:
        super().__init__()
        self._console = console

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if text.startswith("Starting to train component"):
            name = text.split("'")[1]
            os.write(self._console, f"Bot: training {name}\n".encode())


if __name__ == "__main__":
    sys.exit(main())
