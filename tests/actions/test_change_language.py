from __future__ import annotations

import pytest

from actions.change_language import wished_language
from protocol.languages import Language

ID, EN = Language.ID, Language.EN


@pytest.mark.parametrize(
    ("text", "current", "wished"),
    [
        ("can we talk in English please", ID, EN),
        ("can we talk in English please", EN, EN),
        ("bisa pakai bahasa inggris?", ID, EN),
        ("bahasa indonesia aja ya", EN, ID),
        ("bahasa indo dong", ID, ID),
        ("jangan pakai inggris", EN, ID),
        ("I don't understand Indonesian", ID, EN),
        ("ganti bahasa", ID, EN),
        ("change the language", EN, ID),
        ("/change_language", EN, ID),
    ],
)
def test_that_the_language_wished_for_is_understood(text: str, current: Language, wished: Language) -> None:
    assert wished_language(text, current) is wished
