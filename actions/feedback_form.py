"""Takes what customers want to say of us: suggestion, criticism, appreciation."""

from __future__ import annotations

import re

from typing_extensions import override

from actions.form_engine import NOTHING, Form, Message, Question, Reading, asking, says_text
from actions.request_form import RequestForm, Saving
from actions.turn import Line
from crm.feedback import Opinion, save_feedback
from crm.service_tables import FeedbackKind

# "Mau kasih masukan" announces an opinion and is none.
_ANNOUNCES = re.compile(
    r"^\W*(?:halo|hai|kak|min|saya|aku|gw|i|we|mau|ingin|want|would like|pengen|boleh|can|may|to|ada|kasih|beri|memberi\w*"
    r"|sampaikan|menyampaikan|kirim|leave|give|some|a|masukan|saran|kritik|feedback|suggestion|testimoni|review|ulasan"
    r"|penilaian|rating|dong|nih|ya|untuk|buat|dan|and|for|you|kalian|anda|\W)+$",
    re.IGNORECASE,
)
_SUGGESTS = re.compile(
    r"\b(?:saran\w*|sebaiknya|sebaik nya|alangkah|mungkin bisa|coba(?:lah)?|tolong ditambah\w*|usul\w*|semoga|andai\w*|lebih baik"
    r"|suggest\w*|should|could you add|would be (?:nice|better|great)|please add|how about|wish)\b",
    re.IGNORECASE,
)
_PRAISES = re.compile(
    r"\b(?:bagus|mantap\w*|puas|ramah|cepat banget|keren|terbaik|top|memuaskan|recommended|rekomen\w*|great|excellent|awesome"
    r"|amazing|friendly|helpful|good job|satisfied|love|happy|profesional|professional|terima kasih|makasih|thank\w*|jempol"
    r"|salut|senang|apresiasi\w*|bintang (?:5|lima)|five stars?|5 stars?)\b",
    re.IGNORECASE,
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
    questions=(Question("opinion", _read_opinion, asking("utter_feedback_ask"), free_text=True),),
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
