"""The yardstick: Rasa as `rasa init` sets it up, trained on the same sentences, asked once and remembered."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.evaluation.ask import ask_model, quieten
from bot.evaluation.messages import EvaluationError, Labelled, Predicted, read_predicted, write_predicted

FOLDER = Path("var/stock")
MODEL_NAME = "stock"


@dataclass(frozen=True)
class Stock:
    """Where the yardstick's model and answers for one set of training sentences are kept."""

    folder: Path
    data: Path
    domain: Path

    @classmethod
    def for_data(cls, data: Path = Path("data/nlu"), domain: Path = Path("domain.yml"), root: Path = FOLDER) -> Stock:
        """Every change of a sentence is another yardstick."""
        return cls(root / hash_files([*sorted(data.rglob("*.yml")), domain])[:16], data, domain)

    @property
    def model(self) -> Path:
        """The trained model's file."""
        return self.folder / f"{MODEL_NAME}.tar.gz"

    @property
    def seconds(self) -> Path:
        """Holds how long the training took."""
        return self.folder / "training_seconds.txt"

    def answers(self, messages_file: Path) -> Path:
        """Holds what the model made of a file of messages."""
        return self.folder / f"{hash_files([messages_file])[:16]}.json"


def remembered(stock: Stock, messages_file: Path) -> tuple[list[Predicted], float | None] | None:
    """The yardstick's answers, if it was asked about these messages after learning from these sentences."""
    answers = stock.answers(messages_file)
    return read_predicted(answers) if answers.is_file() else None


def ask_stock(stock: Stock, messages_file: Path, messages: Sequence[Labelled]) -> tuple[list[Predicted], float | None]:
    """Trains the yardstick where that has not been done, asks it, and remembers its answers."""
    if not stock.model.is_file():
        train_stock(stock)
    predicted = ask_model(stock.model, messages)
    seconds = float(stock.seconds.read_text())
    write_predicted(stock.answers(messages_file), predicted, seconds)
    return predicted, seconds


def train_stock(stock: Stock) -> None:
    """Trains Rasa's default NLU pipeline (DIET) on the same sentences. On 63 labels this takes hours on two cores."""
    quieten()
    stock.folder.mkdir(parents=True, exist_ok=True)
    config = stock.folder / "config.yml"
    config.write_text(yaml.safe_dump(stock_config(), sort_keys=False), "utf-8")
    import skops.io  # noqa: F401 - before TensorFlow, see bot/evaluation/ask.py
    from rasa.model_training import train_nlu

    workshop = stock.folder / "workshop"
    began = time.monotonic()
    made = train_nlu(str(config), str(stock.data), str(workshop), fixed_model_name=MODEL_NAME, domain=str(stock.domain))
    if made is None:
        raise EvaluationError("Stock Rasa could not be trained on these sentences.")
    stock.seconds.write_text(f"{time.monotonic() - began:.1f}\n")
    Path(made).replace(stock.model)
    shutil.rmtree(workshop, ignore_errors=True)


def stock_config() -> dict[str, object]:
    """What `rasa init` leads to: its config.yml names no pipeline, so Rasa fills in its own default one."""
    import rasa.engine.recipes

    default = Path(rasa.engine.recipes.__file__).parent / "config_files" / "default_config.yml"
    content = yaml.safe_load(default.read_text("utf-8"))
    return {"recipe": "default.v1", "assistant_id": "stock", "language": "en", "pipeline": content["pipeline"]}


def hash_files(paths: Sequence[Path]) -> str:
    """SHA-256 over the contents of files."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()
