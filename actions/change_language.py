"""Goes on in the language that the customer wishes."""

from __future__ import annotations

import re

from typing_extensions import override

from actions.edge import SapaAction
from actions.resources import Resources
from actions.turn import Answer, Line, Turn
from actions.word_patterns import words
from protocol.languages import Language

_NAMES = {
    Language.EN: re.compile(r"\b(?:engl\w*|ing+e?ris\w*)\b", re.IGNORECASE),
    Language.ID: re.compile(r"\bindo\w*\b", re.IGNORECASE),
}
_NOT = re.compile(
    r"\b(?:jangan|bukan|not?|don'?t|dont|stop|can'?t|cant|gak|ga|nggak|tidak|kurang|ndak)\b", re.IGNORECASE
)

_UNSPOKEN = words(
    "jawa jowo sunda madura bali batak minang padang betawi bugis makassar melayu arab mandarin china cina tionghoa",
    "jepang korea belanda jerman perancis prancis spanyol rusia hindi thai vietnam",
    "javanese sundanese malay arabic chinese japanese korean dutch german french spanish russian vietnamese",
)


def wished_language(text: str, current: Language) -> Language:
    """The language that is named; the other one when it is named only to be refused, or none is named."""
    named = [language for language, pattern in _NAMES.items() if pattern.search(text)]
    if len(named) != 1:
        return _other(current)
    return _other(named[0]) if _NOT.search(text) else named[0]


def _other(language: Language) -> Language:
    return Language.ID if language is Language.EN else Language.EN


class ChangeLanguage(SapaAction):
    """Takes up the wish for another language; the rule's next step says so, in it."""

    action_name = "action_change_language"

    @override
    async def answer(self, turn: Turn, opened: Resources) -> Answer:
        if _UNSPOKEN.search(turn.text) and not any(pattern.search(turn.text) for pattern in _NAMES.values()):
            return Answer((Line("utter_languages_spoken"),), follow_up="action_listen")
        return Answer(slots={"language": wished_language(turn.text, turn.language).value})
