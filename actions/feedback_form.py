"""Takes what customers want to say of us: suggestion, criticism, appreciation."""

from __future__ import annotations

import re

from typing_extensions import override

from actions.form_model import NOTHING, Form, Message, Question, Reading, asking
from actions.form_relevance import says_text
from actions.request_form import RequestForm, Saving
from actions.turn import Line
from actions.word_patterns import only, words
from crm.feedback import Opinion, save_feedback
from crm.service_tables import FeedbackKind

# "Mau kasih masukan" announces an opinion and is none.
_ANNOUNCES = only(
    "halo hai kak min saya aku gw mau ingin pengen",
    "boleh ada kasih beri memberi\\w* sampaikan menyampaikan kirim masukan saran",
    "kritik testimoni ulasan penilaian dong nih ya untuk buat dan kalian",
    "i we want would_like can may to leave give some a feedback suggestions? review rating and for you",
)
_SUGGESTS = words(
    "tolong mohon please",
    "saran\\w* sebaiknya alangkah mungkin_bisa coba cobalah tolong_ditambah\\w* usul\\w* semoga andai\\w* lebih_baik",
    "suggest\\w* should could_you_add would_be_nice would_be_better would_be_great please_add how_about wish",
)
_PRAISES = words(
    "bagus mantap\\w* puas ramah cepat_banget keren terbaik",
    "top memuaskan rekomen\\w* profesional terima_kasih makasih jempol",
    "salut senang apresiasi\\w* bintang_lima bintang_5",
    "recommended great excellent awesome amazing friendly helpful good_job satisfied love happy professional thank\\w*",
    "five_stars? 5_stars?",
)
_DENIES = re.compile(r"\b(?:tidak|gak|nggak|ga|kurang|not|isn'?t|never|jangan|belum)\s+\w*\s*$", re.IGNORECASE)


def find_kind(text: str, emotion: str) -> FeedbackKind:
    """What kind of opinion a sentence is: the wish for something better, praise, or criticism."""
    if _SUGGESTS.search(text):
        return FeedbackKind.SUGGESTION
    praises = any(not _DENIES.search(text[: found.start()]) for found in _PRAISES.finditer(text))
    if emotion == "happy" or (praises and emotion == "neutral"):
        return FeedbackKind.APPRECIATION
    return FeedbackKind.CRITICISM


def _read_opinion(message: Message) -> Reading:
    turn = message.turn
    text = says_text(message)
    if text is None and turn.intent == "give_feedback" and not turn.is_button and not _ANNOUNCES.match(turn.text):
        text = turn.text.strip()
    return Reading({"opinion": text}) if text else NOTHING


FORM = Form(
    name="feedback_form",
    intents=frozenset({"give_feedback"}),
    questions=(Question("opinion", _read_opinion, asking("utter_feedback_ask"), free_text=True, any_matter=True),),
    confirms=False,
)


class ValidateFeedbackForm(RequestForm):
    """Keeps the opinion and thanks for it."""

    form = FORM

    @override
    async def save(self, saving: Saving) -> tuple[Line, ...]:
        message = saving.message
        text = str(message.draft["opinion"])
        kind = find_kind(text, message.turn.emotion)
        opinion = Opinion(kind, text, message.turn.emotion, message.turn.turn_id)
        await save_feedback(saving.session, saving.visitor, opinion)
        return (Line(f"utter_feedback_{kind}"),)
