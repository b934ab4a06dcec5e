"""Short questions that only make sense after the answer before, such as "kapan selesainya?" about an order. Pure.

By itself such a question is a general one, and the classifier takes it for one. Right after a customer's own order was
told it means that order, and a general answer would sound as if nobody had listened.
"""

from __future__ import annotations

import re
from collections.abc import Container

LONGEST = 60
"""Characters; a longer question says by itself what it is about."""
_GENERAL = re.compile(
    r"\b(?:biasanya|umumnya|rata-?rata|normalnya|standar\w*|kalau|kalo|jika|misal\w*|usually|normally|typical\w*|generally"
    r"|if|in general)\b",
    re.IGNORECASE,
)
_OTHER_MATTER = re.compile(
    r"\b(?:sertifikat|sertif|invoice|tagihan|faktur|penawaran|keluhan|certificates?|certs?|bill|quotation|quote|complaint"
    r"|survei|survey|berita acara)\w*",
    re.IGNORECASE,
)
"""What is a matter of its own, which the classifier knows."""
_LONGEST_NAME = 3
"""Words of an instrument's name."""
_BEGINS = r"^\W*(?:(?:terus|trus|lalu|jadi|ok|oke|and|so|then) )*"
_WHEN = re.compile(
    r"\b(?:kapan|kpn|kapankah|tanggal berapa|tgl berapa|hari apa|when)\b.*\b(?:selesai\w*|kelar\w*|beres\w*|jadi\w*"
    r"|rampung\w*|siap\w*|mulai\w*|dikerjakan|dikerjain|dikirim\w*|datang\w*|jadwal\w*|lanjut\w*|done|finish\w*|ready|complete\w*"
    r"|start\w*|begin\w*|happen\w*|next)\b"
    rf"|{_BEGINS}(?:kira-?(?:kira)? ?)?(?:kapan|kpn|when)(?: then| exactly)?"
    r"(?: (?:ya|yah|itu|tuh|dong|kak|min|pastinya|tepatnya|kira-?kira|is that|will that be))*\W*$"
    r"|\bmasih (?:lama|berapa lama|brp lama)\b|\bberapa (?:lama|hari) lagi\b|\blagi (?:ga|gak|nggak|tidak)\b"
    r"|\bhow much longer\b|\bstill (?:long|a long)\b",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"^\W*(?:terus|trus|lalu|habis itu|setelah itu|abis itu|selanjutnya|berikutnya|then|and then|what'?s next|what next"
    r"|what happens next|next)(?: (?:apa|apa lagi|gimana|bagaimana|ngapain|what|step|langkahnya))*\W*$",
    re.IGNORECASE,
)

_ANOTHER = re.compile(
    r"^\W*(?:kalau|kalo|klo|yang|yg|terus|trus|and|what about|how about)\s+(?:yang |yg |the |my )?"
    r"(?P<what>[\w -]{3,40}?)(?:nya)?"
    r"(?:\s+(?:gimana|bagaimana|gmn|gmana|udah|sudah|belum|ya|kak|saya|kami))*\W*$",
    re.IGNORECASE,
)


def another_instrument(text: str, instruments: Container[str]) -> str | None:
    """The instrument that "yang mikrometer?" asks about, after the state of others was told.

    Args:
        instruments: the names that count as one, in lower case.
    """
    found = _ANOTHER.match(text)
    what = found["what"].lower() if found else ""
    return what if what in instruments else None


def asks_on(text: str, instruments: Container[str] = frozenset()) -> bool:
    """True for a short question that goes on about the order which was just told, and names nothing else.

    Args:
        instruments: names of instruments in lower case, each of which is a matter of its own.
    """
    if len(text) > LONGEST or _GENERAL.search(text) or _OTHER_MATTER.search(text) or _names_one(text, instruments):
        return False
    return _WHEN.search(text) is not None or _NEXT.search(text) is not None


def _names_one(text: str, names: Container[str]) -> bool:
    words = [word.removesuffix("nya") for word in re.findall(r"[\w-]+", text.lower())]
    spans = (words[start : start + size] for size in range(1, _LONGEST_NAME + 1) for start in range(len(words)))
    return any(" ".join(span) in names for span in spans)
