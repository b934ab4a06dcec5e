"""The intent's part of Rasa's parse result: intent, ranking, the response selector's answer, choices to clarify."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.components.shared import split_label
from bot.understanding.examples import FAQ
from bot.understanding.intents import IntentGuess, Ranked, Verdict
from bot.understanding.requests import FurtherRequest

FALLBACK = "nlu_fallback"
RANKED = 10
"""So many labels are shown, as Rasa's own classifiers do."""
Responses = Mapping[str, Sequence[Mapping[str, Any]]]


def intent_payload(guess: IntentGuess) -> dict[str, Any]:
    """`intent`: what must not be answered has the name `nlu_fallback` or `out_of_scope`."""
    if guess.verdict in (Verdict.UNKNOWN, Verdict.UNSURE):
        return {"name": FALLBACK, "confidence": round(1.0 - guess.best.confidence, 6)}
    return _intent(guess.best)


def ranking_payload(guess: IntentGuess) -> list[dict[str, Any]]:
    """`intent_ranking`: the FAQ's topics together stand as one intent with the best topic's confidence."""
    ranking = [intent_payload(guess)]
    for ranked in guess.ranking:
        intent = _intent(ranked)
        if len(ranking) < RANKED and all(intent["name"] != other["name"] for other in ranking):
            ranking.append(intent)
    return ranking


def clarify_payload(guess: IntentGuess) -> list[str]:
    """`clarify`: the two labels between which the customer is asked to choose."""
    return [ranked.label for ranked in guess.ranking[:2]] if guess.verdict is Verdict.UNSURE else []


def also_payload(further: Sequence[FurtherRequest]) -> list[dict[str, Any]]:
    """`also`: what else the message asks for."""
    return [
        {
            "intent": split_label(each.label)[0],
            "topic": split_label(each.label)[1],
            "confidence": round(each.confidence, 4),
        }
        for each in further
    ]


def _further(each: FurtherRequest) -> dict[str, Any]:
    name, topic = split_label(each.label)
    return {"intent": name, "topic": topic, "confidence": round(each.confidence, 4)}


def selector_payload(guess: IntentGuess, responses: Responses) -> dict[str, Any]:
    """`response_selector`, in the shape that Rasa's retrieval action `utter_faq` reads."""
    topics = [ranked for ranked in guess.ranking if ranked.label.startswith(FAQ + "/")]
    return {"all_retrieval_intents": [FAQ], FAQ: _selected(topics, responses) if topics else {}}


def payload_selector(topic: str, responses: Responses) -> dict[str, Any]:
    """The same for a tapped topic ("/faq/pricing")."""
    return {"all_retrieval_intents": [FAQ], FAQ: _selected([Ranked(topic, 1.0)], responses)}


def _selected(topics: Sequence[Ranked], responses: Responses) -> dict[str, Any]:
    best = topics[0]
    return {
        "response": {
            "responses": list(responses.get(f"utter_{best.label}", ())),
            "confidence": round(best.confidence, 6),
            "intent_response_key": best.label,
            "utter_action": f"utter_{best.label}",
        },
        "ranking": [
            {"confidence": round(topic.confidence, 6), "intent_response_key": topic.label} for topic in topics[:RANKED]
        ],
    }


def _intent(ranked: Ranked) -> dict[str, Any]:
    return {"name": split_label(ranked.label)[0], "confidence": round(ranked.confidence, 6)}
