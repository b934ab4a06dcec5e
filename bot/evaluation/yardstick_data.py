"""The training sentences for the yardstick: all of them, or the same share of every label in both languages."""

from __future__ import annotations

import shutil
from pathlib import Path

SEED = 20261123
"""Of the draw: every machine draws the same sentences."""


def write_share(data: Path, share: float, folder: Path) -> None:
    """Writes a share (0 to 1) of `data/nlu/<language>/*.yml`, evenly over the labels, and the FAQ answers."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(data / "faq", folder / "faq")
    if share >= 1:
        shutil.copytree(data / "nlu", folder / "nlu")
        return
    for language in sorted(each for each in (data / "nlu").iterdir() if each.is_dir()):
        drawn = _draw(language, share)
        target = folder / "nlu" / language.name
        target.mkdir(parents=True)
        (target / "drawn.yml").write_text(drawn, "utf-8")


def _draw(folder: Path, share: float) -> str:
    from rasa.shared.nlu.training_data.loading import load_data

    drawn, _ = load_data(str(folder), folder.name).train_test_split(share, SEED)
    return str(drawn.nlu_as_yaml())
