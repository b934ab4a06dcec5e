"""The yardstick: Rasa as `rasa init` sets it up, trained on the same sentences, asked once and remembered.

On all sentences that takes hours. A share of them, drawn evenly over the labels, takes minutes; then our own pipeline
is trained on that very share too, for only what learnt from the same can be compared.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.evaluation.ask import ask_model, quieten
from bot.evaluation.messages import EvaluationError, Labelled, Predicted, read_predicted, write_predicted
from bot.evaluation.yardstick_data import write_share

FOLDER = Path("var/stock")
DATA, DOMAIN, CONFIG = Path("data"), Path("domain.yml"), Path("config.yml")
OURS, STOCK = "Sapa", "stock Rasa"
Answers = tuple[list[Predicted], float | None]
"""What a model made of the messages, and how many seconds its training took."""


@dataclass(frozen=True)
class Stock:
    """Where the models and answers for one share of one state of the training sentences are kept."""

    folder: Path
    share: float

    @classmethod
    def for_share(cls, share: float, root: Path = FOLDER, data: Path = DATA) -> Stock:
        """Every change of a sentence is another yardstick."""
        files = [*sorted((data / "nlu").rglob("*.yml")), CONFIG]
        return cls(root / hash_files(files)[:16] / f"{share * 100:g}", share)

    @property
    def title(self) -> str:
        """Says beside a model's name what it learnt from."""
        return "" if self.share >= 1 else f", {self.share * 100:g} %"

    @property
    def pipelines(self) -> tuple[str, ...]:
        """Whose models are made here; on all sentences ours is there already."""
        return (STOCK,) if self.share >= 1 else (OURS, STOCK)

    def model(self, pipeline: str) -> Path:
        """The trained model's file."""
        return self.folder / f"{_file_name(pipeline)}.tar.gz"

    def seconds(self, pipeline: str) -> Path:
        """Holds how long the training took."""
        return self.model(pipeline).with_suffix(".seconds")

    def answers(self, pipeline: str, messages_file: Path) -> Path:
        """Holds what the model made of a file of messages."""
        return self.folder / f"{_file_name(pipeline)}-{hash_files([messages_file])[:16]}.json"


def remembered(messages_file: Path, root: Path = FOLDER, data: Path = DATA) -> Iterator[tuple[str, Answers]]:
    """The yardsticks' columns for these messages and the sentences as they are now, the largest share first."""
    shares = [float(each.name) / 100 for each in Stock.for_share(1, root, data).folder.parent.glob("*")]
    for share in sorted(shares, reverse=True):
        stock = Stock.for_share(share, root, data)
        for pipeline in stock.pipelines:
            if (answers := stock.answers(pipeline, messages_file)).is_file():
                yield pipeline + stock.title, read_predicted(answers)


def ask_stock(stock: Stock, messages_file: Path, messages: Sequence[Labelled]) -> None:
    """Trains what has not been trained yet, asks it, and keeps the answers."""
    for pipeline in stock.pipelines:
        if not stock.model(pipeline).is_file():
            train_yardstick(stock, pipeline)
        predicted = ask_model(stock.model(pipeline), messages)
        write_predicted(stock.answers(pipeline, messages_file), predicted, float(stock.seconds(pipeline).read_text()))


def train_yardstick(stock: Stock, pipeline: str) -> None:
    """Trains the understanding of one pipeline on the share. Stock's takes hours on all sentences and two cores."""
    quieten()
    data, config = stock.folder / "data", stock.folder / "config.yml"
    write_share(DATA, stock.share, data)
    content = stock_config() if pipeline == STOCK else yaml.safe_load(CONFIG.read_text("utf-8"))
    config.write_text(yaml.safe_dump(content, sort_keys=False), "utf-8")
    import skops.io  # noqa: F401 - before TensorFlow, see bot/evaluation/ask.py
    from rasa.model_training import train_nlu

    workshop = stock.folder / "workshop"
    began = time.monotonic()
    made = train_nlu(str(config), str(data), str(workshop), fixed_model_name="yardstick", domain=str(DOMAIN))
    if made is None:
        raise EvaluationError(f"{pipeline} could not be trained on these sentences.")
    stock.seconds(pipeline).write_text(f"{time.monotonic() - began:.1f}\n")
    Path(made).replace(stock.model(pipeline))
    shutil.rmtree(workshop, ignore_errors=True)


def stock_config() -> dict[str, object]:
    """What `rasa init` leads to: its config.yml names no pipeline, so Rasa fills in its own default one."""
    import rasa.engine.recipes

    default = Path(rasa.engine.recipes.__file__).parent / "config_files" / "default_config.yml"
    content = yaml.safe_load(default.read_text("utf-8"))
    return {"recipe": "default.v1", "assistant_id": "stock", "language": "en", "pipeline": content["pipeline"]}


def _file_name(pipeline: str) -> str:
    return pipeline.lower().replace(" ", "_")


def hash_files(paths: Sequence[Path]) -> str:
    """SHA-256 over the contents of files."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()
