"""Host pages vouch for their visitors with a signed token."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import jwt
import pytest

from handoff.channels.identity import BadIdentityError, Identity, read_identity

SECRET = "s" * 32
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def token(secret: str = SECRET, algorithm: str = "HS256", **claims: object) -> str:
    whole = {"sub": "17", "exp": NOW + timedelta(minutes=5), "name": "Rudi", "phone_number": "0811-0000-105", **claims}
    return jwt.encode({name: value for name, value in whole.items() if value is not None}, secret, algorithm=algorithm)


def test_that_a_signed_token_tells_who_the_visitor_is() -> None:
    identity = read_identity(token(email="pic105@example.com"), SECRET, NOW)

    assert identity == Identity("17", "Rudi", "pic105@example.com", "+628110000105")


@pytest.mark.parametrize(
    "bad",
    [
        token(secret="t" * 32),
        token(exp=NOW - timedelta(seconds=1)),
        token(exp=None),
        token(sub=None),
        token(algorithm="HS512"),
        jwt.encode({"sub": "17", "exp": NOW + timedelta(minutes=5)}, "", algorithm="none"),
        "not.a.token",
        "",
    ],
    ids=["other secret", "expired", "no expiry", "no subject", "other algorithm", "unsigned", "no token", "empty"],
)
def test_that_a_token_that_cannot_be_believed_is_refused(bad: str) -> None:
    with pytest.raises(BadIdentityError):
        read_identity(bad, SECRET, NOW)


def test_that_no_token_is_believed_where_no_secret_is_set() -> None:
    with pytest.raises(BadIdentityError):
        read_identity(token(), None, NOW)


@pytest.mark.parametrize("phone", ["12", "no number", 7, None])
def test_that_a_phone_that_is_none_is_left_out(phone: object) -> None:
    assert read_identity(token(phone_number=phone), SECRET, NOW).phone is None
