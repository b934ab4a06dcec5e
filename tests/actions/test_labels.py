from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from actions.clarify import offer
from actions.labels import LABELS, Label
from protocol.languages import Language

DOMAIN = yaml.safe_load((Path(__file__).parents[2] / "domain.yml").read_text(encoding="utf-8"))
# Nobody is asked whether they meant to talk nonsense, to be misunderstood, or to give a detail.
NEVER_OFFERED = {"nlu_fallback", "out_of_scope", "chitchat", "provide_info", "faq"}


def test_that_every_intent_can_be_offered_on_a_button() -> None:
    assert {name for name in LABELS if not name.startswith("faq/")} == set(DOMAIN["intents"]) - NEVER_OFFERED


@pytest.mark.parametrize("label", LABELS.values(), ids=lambda label: label.name)
@pytest.mark.parametrize("language", Language)
def test_that_a_title_fits_on_a_whatsapp_button(label: Label, language: Language) -> None:
    assert 0 < len(label.title(language)) <= 20


def test_that_titles_differ_so_that_a_choice_is_one() -> None:
    for language in Language:
        titles = [label.title(language) for label in LABELS.values()]
        assert len(titles) == len(set(titles))


def test_that_two_candidates_become_two_buttons_in_the_customers_language() -> None:
    choices = offer(("faq/pricing", "request_quotation"), Language.EN)

    assert [(choice.title, choice.payload) for choice in choices] == [
        ("Prices", "How much does calibration cost?"),
        ("Ask for a quotation", "/request_quotation"),
    ]


def test_that_a_candidate_nobody_can_mean_is_left_out() -> None:
    assert offer(("out_of_scope", "greet", "unknown"), Language.ID) == offer(("greet",), Language.ID)
