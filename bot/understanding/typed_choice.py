"""Whether a customer writes what they could have tapped: a button's words, a yes to the one offer. Pure.

The classifier sees each message alone. To it "kirim ulang dong" is anything, and "iya" says nothing; to the customer
both answer the bubble above.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

PAYLOAD_MARK = "/"
DECLINING = frozenset({"/stop", "/deny"})
"""What buttons such as "not now" send; beside them, the other button is the one thing offered."""
_WORD = re.compile(r"[\w&-]+")


def _words_of(listed: str) -> frozenset[str]:
    return frozenset(_WORD.findall(listed))


# Words that make a sentence friendlier and change nothing about which button it means.
_PARTICLES = _words_of(
    "kak min gan pak bu mas mbak dong deh sih ya yah aja saja tolong mohon please yang itu the just my saya dgn dengan"
)
_FEWEST_WORDS_OF_A_PART = 2
"""Two words of a longer title mean it ("kirim ulang" of "Kirim ulang invoice"); one may be said by chance."""
_YES = _words_of("ya iya iy y yes yep yup boleh mau lanjut lanjutkan tadi continue go on sure betul")
_WEAK_YES = _words_of("ok oke okay sip baik siap alright fine")
"""These agree to a question; after a statement they only say that it was read."""


@dataclass(frozen=True)
class Offer:
    """What the bot offered last."""

    text: str
    buttons: tuple[tuple[str, str], ...]
    """Titles and payloads."""


def typed_choice(text: str, offers: Sequence[Offer], *, in_form: bool) -> str | None:
    """The payload of the button that a message means, None when it means none.

    Args:
        text: what the customer wrote.
        offers: the bot's bubbles since the customer's message before.
        in_form: a question of a form is open, which a mere yes belongs to.
    """
    if text.startswith(PAYLOAD_MARK):
        return None
    buttons = [button for offer in offers for button in offer.buttons]
    said = _words(text)
    meant = {payload for title, payload in buttons if said and _means(said, _words(title))}
    if len(meant) == 1:
        return meant.pop()
    return None if in_form else _agreed(text, offers)


def _means(said: frozenset[str], title: frozenset[str]) -> bool:
    return said == title or (len(said) >= _FEWEST_WORDS_OF_A_PART and said < title)


def _agreed(text: str, offers: Sequence[Offer]) -> str | None:
    """What a yes agrees to, when exactly one thing was offered."""
    open_offers = [(offer, payload) for offer in offers for _, payload in offer.buttons if payload not in DECLINING]
    if len(open_offers) != 1:
        return None
    offer, payload = open_offers[0]
    agrees = _YES | _WEAK_YES if offer.text.rstrip().endswith("?") else _YES
    said = _words(text) or frozenset(_WORD.findall(text.lower()))
    return payload if said <= agrees | _PARTICLES and said & (agrees | {"tolong", "please"}) else None


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower())) - _PARTICLES
