"""What a message within a form may be taken for.

The classifier sees each message without the question it answers: "Rina" becomes the wish for a person, "dari Oktober"
an opt-out. So here a message is another matter only where the classifier is sure, or where the words themselves say
so; else it is left to the open question, which asks again if it cannot read it. Pure.
"""

from __future__ import annotations

import re
from dataclasses import replace

from actions.form_model import Form, Message
from actions.form_relevance import ANSWERING, asks_something
from actions.instrument_names import find_instruments
from actions.lookup_request import WANTED_BY_INTENT, asks_why
from actions.turn import Turn
from actions.word_patterns import begins_with, words

SURE = 0.6
"""From here on the classifier is believed within a form; short answers to questions seldom reach it."""
SURE_QUESTION = 0.4
"""General questions are spread over many topics, so they are believed sooner."""
_CUES = {
    "request_human": words(
        "orang petugas cs customer_service agen agent admin operator manusia staf\\w* staff human person",
        "people someone somebody representative rekan bicara ngobrol bincang talk speak sambung\\w*",
        "hubungkan manager manajer atasan",
        "bos supervisor",
    ),
    "stop": words(
        "stop batal\\w* gak_jadi nggak_jadi tidak_jadi ga_jadi gajadi gak_usah nggak_usah ga_usah tidak_usah",
        "tidak_perlu gak_perlu nanti lain_kali udahan sudahi berhenti hentikan lupakan cancel never_?mind",
        "forget_it quit exit",
        "start_over ulang dari_awal later drop_it leave_it",
    ),
    "change_language": words("bahasa language english inggris speak switch pakai_indonesia in_indonesian"),
    "help": words("bantu\\w* help menu apa_saja apa_aja bisa_apa what_can options pilihan"),
    "bot_challenge": words("robot bot mesin ai manusia orang machine human real person komputer computer"),
    "goodbye": words("bye bye-?bye dah dadah sampai_jumpa pamit goodbye see_you"),
    "opt_out": words(
        "stop jangan berhenti\\w* hentikan promo\\w* pesan pengingat\\w* reminder\\w* messages? spam unsubscribe",
    ),
    "delete_data": words("data pribadi personal privacy pdp"),
}  # fmt: skip
"""Words of which a message of that intent has one, when it is one."""
_WAIT = begins_with(
    "bentar bntr sebentar sbentar sbntr tunggu tar ntar hold_on hang_on wait one_moment one_sec\\w* just_a_\\w+",
    "give_me_a_\\w+ let_me_check let_me_look let_me_see oke_bentar ok_bentar oke_sebentar ok_sebentar ok_wait",
    "saya_cari_dulu saya_cek_dulu",
)
_LONGEST_WAIT = 60
_BESIDE_A_NAME = re.compile(
    r"\b(?:yang|yg|itu|kak|ya|dong|aja|saja|nya|ini|the|it'?s|my|our|saya|kami|please|one)\b|[^\w]|nya\b", re.IGNORECASE
)


def hear(form: Form, message: Message) -> Message:
    """The message with an intent that can be relied on within the form."""
    turn = message.turn
    if turn.requested is None or turn.resumed or turn.is_button:
        return message
    if any(question.claims(message) for question in form.questions) or _is_instrument(turn.text):
        return replace(message, turn=replace(turn, intent="provide_info"))
    return message if is_believed(turn, form.intents) else replace(message, turn=replace(turn, intent="", doubted=True))


def hear_lookup(turn: Turn) -> Turn:
    """The message with an intent that can be relied on while number or proof is asked for."""
    if turn.requested is None or turn.resumed or turn.is_button:
        return turn
    if asks_why(turn) or not is_believed(turn, frozenset(WANTED_BY_INTENT)):
        return replace(turn, intent="", doubted=True)
    return turn


def is_believed(turn: Turn, own_intents: frozenset[str]) -> bool:
    """True when the message may be what the classifier takes it for."""
    if cue := _CUES.get(turn.intent):
        return turn.intent in own_intents or cue.search(turn.text) is not None
    if turn.intent in ANSWERING | own_intents:
        return True
    if turn.intent.startswith("faq"):
        return turn.confidence >= SURE_QUESTION or asks_something(turn.text)
    return turn.confidence >= SURE


def waits(turn: Turn) -> bool:
    """True when the customer asks us to wait."""
    if turn.requested is None or turn.resumed or turn.is_button or len(turn.text) > _LONGEST_WAIT:
        return False
    return _WAIT.search(turn.text) is not None and "?" not in turn.text and not any(map(str.isdigit, turn.text))


def _is_instrument(text: str) -> bool:
    """True when a message is an instrument's name and nothing else."""
    names = find_instruments(text)
    for name, start in sorted(names, key=lambda each: -each[1]):
        text = text[:start] + " " + text[start + len(name) :]
    return bool(names) and not _BESIDE_A_NAME.sub("", text).strip()
