"""Whether a message within a form is meant for it.

The classifier sees each message without its context: to it "kalibrasi" as an answer is a question about calibration,
and "Budi" is nobody's business. So within a form the open question has the first word, and only what is plainly
something else, a question or another wish, goes to the other rules. Pure.
"""

from __future__ import annotations

from actions.form_model import CONFIRMED, Form, Message, Question
from actions.turn import Turn
from actions.word_patterns import begins_with, only, words

# Said inside a form, these are never the answer to a question.
_LEAVING = {"stop", "request_human", "help", "bot_challenge", "change_language", "goodbye"}
# ... save where a story is told: a sentence in it may well look like one of these.
_LEAVING_A_STORY = {"stop", "request_human", "change_language"}
_FEWEST_WORDS_OF_A_STORY = 3
ANSWERING = frozenset({"provide_info", "affirm", "deny"})
_SMALL_TALK = {"greet", "thank", "goodbye"}
# Names and free words are often taken for one of these.
_UNCLEAR = {"nlu_fallback", "out_of_scope", "chitchat", ""}
_YES = begins_with(
    "ya iya iy y yes yep yup ok oke okay okey sip siap betul benar bener setuju lanjut kirim boleh sudah udah",
    "correct right sure go_ahead",
)
_PLAIN_YES = only(
    "ya iya iyah iy y yakin betul benar bener setuju lanjut lanjutkan hapus oke ok boleh saja aja kak dong deh sudah",
    "udah",
    "yes yep sure delete erase confirm i am please them it go ahead do correct show tampilkan",
)
_CHANGES = words("salah ganti ubah diubah koreksi keliru belum_pas belum_sesuai kurang_pas wrong change fix incorrect")
_NO = begins_with("bukan tidak gak nggak enggak belum jangan no nope not")
_ASKS = words(
    "apa apakah berapa brp bagaimana gimana gmn kapan di_mana dimana kenapa mengapa siapa bisakah bolehkah",
    "what how when where why which who do_you can_you are_you is_there does is_it",
)
_SHORT = 40
"""Characters up to which a sentence that begins with a yes, or has a no in it, is one."""


def is_about_something_else(form: Form, message: Message) -> bool:
    """True for a message that belongs to another matter: only the open question looks at it."""
    turn = message.turn
    if turn.requested is None or turn.intent in ANSWERING | _UNCLEAR | form.intents:
        return False
    return not (is_taken_as_said(form, turn) or _corrects(turn))


def _corrects(turn: Turn) -> bool:
    """True for a change that is said to the summary ("emailnya ganti rini@maju.co.id"), whatever it looks like."""
    if turn.requested != CONFIRMED or turn.is_button or asks_something(turn.text):
        return False
    return _CHANGES.search(turn.text) is not None


def is_aside(form: Form, message: Message) -> bool:
    """True for a message that brings the form nothing and is not meant for it."""
    turn = message.turn
    if turn.requested is None or turn.resumed or turn.doubted:
        return False
    if leaves(form, turn):
        return True
    if turn.intent in ANSWERING | form.intents or is_taken_as_said(form, turn):
        return False
    if turn.requested == CONFIRMED and (says_yes(turn) or says_no(turn)):
        return False
    question = _open_question(form, turn)
    return not (question and question.free_text and turn.intent in _UNCLEAR)


def is_taken_as_said(form: Form, turn: Turn) -> bool:
    """True when the open question takes the sentence for its answer whatever it is about."""
    question = _open_question(form, turn)
    if question is None or turn.is_button or turn.intent in _SMALL_TALK | _LEAVING_A_STORY:
        return False
    if turn.intent.startswith("faq"):
        return question.free_text and not asks_something(turn.text)
    if turn.intent in _LEAVING and (asks_something(turn.text) or len(turn.text.split()) < _FEWEST_WORDS_OF_A_STORY):
        return False
    return question.any_matter


def leaves(form: Form, turn: Turn) -> bool:
    """True for what is no answer; "still not solved" is one where a complaint is told."""
    return turn.intent in _LEAVING | {"not_resolved"} and not is_taken_as_said(form, turn)


def asks_something(text: str) -> bool:
    """True for a question."""
    return text.rstrip().endswith("?") or _ASKS.search(text) is not None


def says_yes(turn: Turn) -> bool:
    """True when the customer agrees."""
    return turn.intent == "affirm" or (len(turn.text) <= _SHORT and _YES.search(turn.text) is not None)


def says_plain_yes(turn: Turn) -> bool:
    """True for a tapped yes, and for a sentence that is a yes and nothing else."""
    return turn.intent == "affirm" if turn.is_button else _PLAIN_YES.match(turn.text) is not None


def says_no(turn: Turn) -> bool:
    """True when the customer wants something otherwise."""
    if turn.intent == "deny":
        return True
    if turn.is_button or len(turn.text) > _SHORT or asks_something(turn.text):
        return False
    # "Sudah betul, tidak ada lagi" has a no in it and is a yes; "ya, tapi salah alamatnya" is none.
    return _CHANGES.search(turn.text) is not None or (turn.intent != "affirm" and _NO.search(turn.text) is not None)


def says_text(message: Message) -> str | None:
    """The sentence, when this question was asked and the sentence can be its answer."""
    turn, text = message.turn, message.turn.text.strip()
    if not message.asked or turn.is_button:
        return None
    fits = message.as_said or turn.intent in ANSWERING | _UNCLEAR
    return text if fits and text else None


def _open_question(form: Form, turn: Turn) -> Question | None:
    return next((each for each in form.questions if each.slot == turn.requested), None)
