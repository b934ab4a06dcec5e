from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from bot.understanding.emotion import EmotionClassifier
from bot.understanding.entities.recogniser import Recogniser
from bot.understanding.errors import BrokenModelError, BrokenTrainingDataError
from bot.understanding.examples import Example
from bot.understanding.features import Reader
from bot.understanding.intents import IntentClassifier, IntentSettings, Verdict, train_intents
from bot.understanding.language import LanguageIdentifier


@pytest.mark.parametrize(
    ("text", "language", "label"),
    [
        ("halo min selamat siang", "id", "greet"),
        ("makasih banyak ya", "id", "thank"),
        ("brp harga kalibrasi timbngan gan", "id", "faq/pricing"),
        ("what does calibration of a balance cost?", "en", "faq/pricing"),
        ("sabtu buka jam brp", "id", "faq/opening_hours"),
        ("order saya sampai tahap mana", "id", "check_order_status"),
    ],
)
def test_that_plain_wishes_are_understood(intents: IntentClassifier, text: str, language: str, label: str):
    guess = intents.classify(text, language)

    assert (guess.verdict, guess.best.label) == (Verdict.SURE, label)


@pytest.mark.parametrize(
    ("text", "language"), [("resep opor ayam dong", "id"), ("who won the football match last night", "en")]
)
def test_that_what_is_not_the_companys_business_is_refused(intents: IntentClassifier, text: str, language: str):
    assert intents.classify(text, language).verdict is not Verdict.SURE


def test_that_a_saved_classifier_answers_the_same(intents: IntentClassifier, reader: Reader, tmp_path: Path):
    intents.save(tmp_path)

    again = IntentClassifier.load(tmp_path, reader).classify("harga kalibrasi termometer?", "id")

    before = intents.classify("harga kalibrasi termometer?", "id")
    assert again.best.label == before.best.label
    assert again.best.confidence == pytest.approx(before.best.confidence, abs=0.01)


def test_that_a_broken_model_is_told_in_words(reader: Reader, tmp_path: Path):
    with pytest.raises(BrokenModelError, match="cannot be read"):
        IntentClassifier.load(tmp_path, reader)


def test_that_too_few_sentences_are_refused_by_name(reader: Reader):
    few = [Example("halo", "greet", "id"), Example("harga?", "faq/pricing", "id")]

    with pytest.raises(BrokenTrainingDataError, match=r"faq/pricing, greet"):
        train_intents(few, reader, IntentSettings())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("kapan sertifikatnya jadi", "id"),
        ("piye kabare orderku", "id"),
        ("when will the certificate be ready", "en"),
        ("invoice kami belum diterima", "id"),
        ("pls send ur bank details", "en"),
    ],
)
def test_that_the_language_is_told(languages: LanguageIdentifier, text: str, language: str):
    assert languages.identify(text).code == language


@pytest.mark.parametrize("text", ["ok", "12", "ORD-2026-00417", "👍", "oke", "invoice", "Mitutoyo"])
@pytest.mark.parametrize("previous", ["id", "en"])
def test_that_a_message_that_does_not_tell_keeps_the_language(languages: LanguageIdentifier, text: str, previous: str):
    assert languages.identify(text, previous).code == previous


@pytest.mark.parametrize(
    ("text", "emotion"),
    [
        ("KALIAN PENIPU! KEMBALIKAN UANG SAYA SEKARANG!!", "angry"),
        ("terima kasih banyak, pelayanannya memuaskan sekali", "happy"),
        ("saya kecewa sekali dengan layanan ini", "disappointed"),
        ("tolong kak saya panik, audit besok pagi dan alat belum kembali", "anxious"),
        ("berapa biaya kalibrasi timbangan", "neutral"),
        ("BERAPA HARGA KALIBRASI TERMOMETER", "neutral"),
    ],
)
def test_that_feelings_are_told(emotions: EmotionClassifier, text: str, emotion: str):
    assert emotions.classify(text, "id").label == emotion


def test_that_saved_emotions_answer_the_same(emotions: EmotionClassifier, reader: Reader, tmp_path: Path):
    emotions.save(tmp_path)

    again = EmotionClassifier.load(tmp_path, reader).classify("kecewa berat saya", "id")

    assert again.label == emotions.classify("kecewa berat saya", "id").label


def test_that_entities_do_not_overlap_and_keep_what_was_typed(recogniser: Recogniser):
    text = "harga kalibrasi 5 jangka sorong mitutoyo di bdg buat lusa, order 00417"

    found = recogniser.find(text, date(2026, 11, 24))

    assert all(text[each.start : each.end] == each.value for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    by_kind = {each.entity: each.normalised for each in found}
    assert by_kind["order_number"] == "ORD-2026-00417"
    assert by_kind["instrument"] == "jangka sorong"
    assert by_kind["city"] == "Bandung"
    assert by_kind["date"] == "2026-11-26"
