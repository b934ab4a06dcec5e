"""Several requests in one message: the sentence parts that clearly ask for something else as well."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.understanding.examples import OUT_OF_SCOPE
from bot.understanding.intents import IntentGuess, Verdict

_BOUNDARY = re.compile(
    r"(?<=[?!])\s+|(?<=[^\d\s]{2}[.;])\s+|\n+|\s*,?\s+"
    r"(?=(?:sekalian|sekaligus|terus|trus|trs|lalu|oh iya|oiya|satu lagi|and also|also|plus|btw|and another"
    r"|one more)\b)",
    re.IGNORECASE,
)
"""Where one request can end and the next begin: after a question or sentence, or before "sekalian", "also" ..."""
FEWEST_WORDS = 3
"""A part with fewer words ("terima kasih ya") is no request of its own."""
SURE_PART = 0.5
"""A part must be this sure by itself to count as a further request."""
SMALL_TALK = frozenset(
    {
        "greet",
        "goodbye",
        "thank",
        "affirm",
        "deny",
        "chitchat",
        "provide_info",
        "help",
        "bot_challenge",
        "stop",
        OUT_OF_SCOPE,
    }
)
"""Said beside a request, these want no second answer."""


@dataclass(frozen=True)
class FurtherRequest:
    """Another label wanted in the same message."""

    label: str
    confidence: float


def split_requests(text: str) -> list[str]:
    """The parts of a message that could each hold a request."""
    parts = [part.strip(" ,") for part in _BOUNDARY.split(text) if part and part.strip(" ,")]
    return [part for part in parts if len(part.split()) >= FEWEST_WORDS]


def find_further_requests(
    text: str, first: str, classify: Callable[[str], IntentGuess], *, most: int = 1
) -> Sequence[FurtherRequest]:
    """What a message asks for besides `first`; empty for one sentence and where the parts are not sure of themselves.

    Only counted when some part by itself asks for `first`: a long story whose parts all point elsewhere is one request.
    """
    parts = split_requests(text)
    if len(parts) < 2:
        return ()
    guesses = [classify(part) for part in parts]
    if not any(guess.best.label == first for guess in guesses):
        return ()
    found: dict[str, float] = {}
    for guess in guesses:
        best = guess.best
        if guess.verdict is Verdict.SURE and best.confidence >= SURE_PART and best.label not in SMALL_TALK | {first}:
            found[best.label] = max(best.confidence, found.get(best.label, 0.0))
    ordered = sorted(found.items(), key=lambda item: -item[1])
    return tuple(FurtherRequest(label, confidence) for label, confidence in ordered[:most])
