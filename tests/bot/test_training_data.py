"""The training sentences themselves: unambiguous, and strangers to the sentences that the bot is judged by."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from bot.understanding.emotion import read_emotion_assets
from bot.understanding.examples import Example, read_nlu_folder

ROOT = Path(__file__).parents[2]
JUDGES = ROOT.parent / "shared" / "eval"
FEWEST = {"id": 60, "en": 40}


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return read_nlu_folder(ROOT / "data" / "nlu")


def bare(text: str) -> str:
    return " ".join(text.casefold().split())


def words(text: str) -> str:
    """Without its punctuation, by which nobody would call it another sentence."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def test_that_no_sentence_has_two_labels(examples: list[Example]):
    labels: dict[str, set[str]] = {}
    for example in examples:
        labels.setdefault(bare(example.text), set()).add(example.label)

    assert {text: sorted(names) for text, names in labels.items() if len(names) > 1} == {}


def test_that_every_label_has_sentences_enough_in_both_languages(examples: list[Example]):
    counts: dict[tuple[str, str], int] = {}
    for example in examples:
        counts[example.label, example.language] = counts.get((example.label, example.language), 0) + 1

    labels = {example.label for example in examples}
    scarce = [
        (label, code) for label in labels for code, fewest in FEWEST.items() if counts.get((label, code), 0) < fewest
    ]
    assert scarce == []


def test_that_entities_are_those_of_the_domain(examples: list[Example]):
    domain = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))

    assert {span.entity for example in examples for span in example.spans} <= set(domain["entities"])


def test_that_no_judging_sentence_is_learnt(examples: list[Example]):
    files = sorted(JUDGES.glob("*.jsonl")) if JUDGES.is_dir() else []
    if not files:
        pytest.skip("the judging sentences are not on this machine (../shared/eval)")
    judging = {words(json.loads(line)["text"]) for file in files for line in file.read_text("utf-8").splitlines()}
    felt = read_emotion_assets(ROOT / "data" / "emotion" / "assets")

    learnt = {words(example.text) for example in [*examples, *felt]}

    both = {text for text in learnt & judging if len(text.split()) >= 3}  # "ok" or "jam buka" are anybody's
    assert both == set()
