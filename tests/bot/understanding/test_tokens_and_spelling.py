from __future__ import annotations

import pytest

from bot.understanding.lexicon import load_lexicon
from bot.understanding.normalise import Speller
from bot.understanding.tokens import tokenise


def read(text: str, language: str = "id") -> str:
    speller = Speller.for_language(load_lexicon(), language)
    return " ".join(speller.normalise(token.text for token in tokenise(text)))


def test_that_tokens_remember_where_they_stood():
    text = "Tlg cek ORD-2026-00155 ya!!! 🎉"

    tokens = tokenise(text)

    assert [text[token.start : token.end] for token in tokens] == ["Tlg", "cek", "ORD-2026-00155", "ya", "!!!", "🎉"]
    assert tokens[4].text == "!"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("brp hrgnya gan", "berapa harga bang"),
        ("gmn klo blm lunasss", "bagaimana kalau belum lunass"),
        ("piye wes rampung durung", "bagaimana sudah selesai belum"),
        ("iso dijupuk sesuk", "bisa diambil besok"),
    ],
)
def test_that_chat_spelling_and_regional_words_become_standard_indonesian(typed: str, meant: str):
    assert read(typed) == meant


def test_that_english_chat_spelling_becomes_standard_english():
    assert read("cn u pls send ur cert", "en") == "can you please send your certificate"


def test_that_numbers_of_one_shape_count_as_one_word():
    assert read("jam 09.00") == read("jam 10.30")
