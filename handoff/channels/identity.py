"""Customers whom the host page has logged in: a token signed by its server tells who they are. Pure.

The token is a JSON Web Token (RFC 7519) with HMAC-SHA-256 (`HS256`), made with the secret that the host page's server
and Sapa share (`SAPA_IDENTITY_SECRET`). Claims: `sub`, `exp` (both required), `name`, `email`, `phone_number` (E.164),
as in OpenID Connect Core 5.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jwt
import phonenumbers

from handoff.errors import InvalidInputError

MAX_NAME = 120


class BadIdentityError(InvalidInputError):
    """The token is not one that we can believe: another signature, expired, or a claim is missing."""

    code = "bad_identity"


@dataclass(frozen=True)
class Identity:
    """Who the host page says its visitor is."""

    subject: str
    name: str | None
    email: str | None
    phone: str | None
    """E.164."""


def read_identity(token: str, secret: str | None, now: datetime) -> Identity:
    """Checks a token and reads its claims.

    Raises:
        BadIdentityError: no secret is set, or the token cannot be believed.
    """
    if not secret:
        raise BadIdentityError("This service does not take identity tokens.")
    try:
        claims = jwt.decode(
            token,
            secret,
            algorithms=["HS256"],
            options={"require": ["exp", "sub"], "verify_exp": False, "verify_aud": False},
        )
    except jwt.InvalidTokenError as error:
        raise BadIdentityError("The identity token cannot be believed.") from error
    if not isinstance(claims["exp"], int | float) or claims["exp"] <= now.timestamp():
        raise BadIdentityError("The identity token has expired.")
    return Identity(
        subject=str(claims["sub"]),
        name=_text(claims.get("name")),
        email=_text(claims.get("email")),
        phone=_phone(claims.get("phone_number")),
    )


def _text(value: Any) -> str | None:
    return value.strip()[:MAX_NAME] or None if isinstance(value, str) else None


def _phone(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    try:
        number = phonenumbers.parse(value, "ID")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
