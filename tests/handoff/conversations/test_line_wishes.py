from __future__ import annotations

import pytest

from handoff.conversations.line_wishes import TAPPED, By, Wish, read_number, read_wish
from protocol.languages import Language

ID, EN = Language.ID, Language.EN
WISHES = {
    Wish.PLACE: {
        ID: "masih lama? | Masih lamaaa ga sih kak?? | brp lama lagi ya | saya urutan ke berapa? | antrian ke berapa "
        "sekarang | kapan saya dilayani? | lama banget nunggunya | sampai kapan saya harus nunggu | kapan giliran saya",
        EN: "how long still? | how much longer? | How long do I have to wait? | what's my place in line? | where am I "
        "in the queue | when is it my turn? | still long?",
    },
    Wish.LEAVE: {
        ID: "gak jadi nunggu | ga jadi antri deh kak | keluar dari antrian | batalin antreannya | udah sama bot aja | "
        "gak usah nunggu | balik ke bot aja | nggak usah disambungkan",
        EN: "cancel, I'll wait for the bot | cancel waiting | leave the queue | I don't want to wait anymore | "
        "back to the bot please | I want to leave the line",
    },
    Wish.MAYBE_LEAVE: {ID: "batal | gak jadi deh | sudahlah", EN: "cancel | never mind | forget it"},
    Wish.CALL_BACK: {
        ID: "hubungi saya nanti | telp balik aja kak | nanti telepon saya ya | minta dihubungi",
        EN: "call me back later | can you call me? | call back",
    },
}
OTHERS = (
    "berapa lama kalibrasi timbangan? | batalkan order saya | masih lama sertifikat saya? | cancel my order | alamat "
    "kantor di mana | how long does calibration take | status order saya | stop kirim pesan promosi | telepon kantor "
    "berapa? | 0812 3456 7890 | jam buka kantor sampai kapan | how long is the warranty | iya | wa"
)


@pytest.mark.parametrize(
    ("text", "wish", "language"),
    [
        (text, wish, language)
        for wish, languages in WISHES.items()
        for language, texts in languages.items()
        for text in texts.split(" | ")
    ],
)
def test_that_words_about_the_wait_are_understood(text: str, wish: Wish, language: Language) -> None:
    wanted = read_wish(text, None, None)

    assert wanted is not None
    assert (wanted.wish, wanted.language) == (wish, language)


@pytest.mark.parametrize("text", OTHERS.split(" | "))
def test_that_words_about_anything_else_are_left_to_the_bot(text: str) -> None:
    assert read_wish(text, None, None) is None


def test_that_a_tapped_button_is_what_it_says_and_others_are_the_bots() -> None:
    assert {payload: read_wish("x", payload, None) for payload in TAPPED} == dict(TAPPED)
    assert read_wish("masih lama?", "/affirm", None) is None


@pytest.mark.parametrize(
    ("asking", "text", "wish", "by"),
    [
        ("leave", "iya kak", Wish.LEAVE, None),
        ("leave", "gak, tetap nunggu", None, None),
        ("leave", "gak", Wish.STAY, None),
        ("channel", "WA aja", Wish.CHANNEL, By.WHATSAPP),
        ("channel", "lewat telepon", Wish.CHANNEL, By.PHONE),
        ("channel", "di chat ini saja", Wish.CHANNEL, By.WEB),
        ("channel", "0812-3456-7890", Wish.NUMBER, By.PHONE),
        ("number:whatsapp", "0812 3456 7890 ya", Wish.NUMBER, By.WHATSAPP),
        ("number:phone", "alamat kantor?", None, None),
        ("number:phone", "ORD-2026-00105 gimana?", None, None),
        ("number:phone", "masih lama?", Wish.PLACE, None),
    ],
)
def test_that_answers_are_understood_by_what_was_asked(
    asking: str, text: str, wish: Wish | None, by: By | None
) -> None:
    wanted = read_wish(text, None, asking)

    assert (wanted.wish, wanted.by) == (wish, by) if wanted else wish is None


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0812 3456 7890", "+6281234567890"),
        ("+62 812-3456-7890", "+6281234567890"),
        ("(021) 5795 1234", "+622157951234"),
        ("+65 6123 4567", "+6561234567"),
        ("12345678", None),
        ("0812", None),
    ],
)
def test_that_a_number_is_read_as_indonesians_write_it(written: str, number: str | None) -> None:
    assert read_number(written) == number
