"""Every setting of Sapa, read from the environment (https://12factor.net/config) by all of its processes.

The class stands in `protocol`, because bot, actions and handoff share half of it and must not import each other.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "SAPA_"
WHATSAPP = (
    "whatsapp_phone_number_id", "whatsapp_access_token", "whatsapp_app_secret", "whatsapp_verify_token",
)  # fmt: skip
"""Settings that WhatsApp needs, all or none."""


class SettingsError(Exception):
    """A setting is wrong; the text is one sentence that names the variable."""


def _time_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{value!r} is not an IANA time zone such as Asia/Jakarta") from error
    return value


def _http_url(value: str) -> str:
    # The value is not repeated: an address may hold a password.
    if not _is_address(value, {"http", "https"}) or not urlsplit(value).hostname:
        raise ValueError("it is not an http(s) address such as http://127.0.0.1:5005")
    return value.rstrip("/")


def _redis_url(value: str) -> str:
    if not _is_address(value, {"redis", "rediss", "unix"}):
        raise ValueError("it is not a Redis address such as redis://127.0.0.1:6379/0")
    return value


def _is_address(value: str, schemes: set[str]) -> bool:
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:  # the port is not a number from 0 to 65535
        return False
    return parts.scheme in schemes and (port is None or port > 0)


HttpUrl = Annotated[str, AfterValidator(_http_url)]


class Settings(BaseSettings):
    """The settings, each with its meaning; the variable is the name in capitals after `SAPA_`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)

    host: str = "127.0.0.1"
    """Address the public service binds to; 0.0.0.0 behind a proxy or in a container."""
    port: int = Field(8080, ge=1, le=65535)
    """Public port of the handoff service."""
    workers: int = Field(1, ge=1, le=64)
    """Worker processes of the handoff service."""
    proxies: int = Field(0, ge=0, le=8)
    """Trusted reverse proxies in front, whose `X-Forwarded-*` headers tell the visitor's address and scheme."""
    redis_url: Annotated[str, AfterValidator(_redis_url)] | None = None
    """Redis; unset: `make run` starts an embedded one with an append-only file under `var/`."""
    redis_prefix: str = "sapa:"
    """First part of every Redis key, so that several installations can share one server."""
    database_url: str | None = None
    """SQLAlchemy address of the record and the CRM (`postgresql://...` in production); unset: SQLite under `var/`."""
    tracker_url: str | None = None
    """SQLAlchemy address of Rasa's tracker store; unset: SQLite under `var/`."""
    rasa_url: HttpUrl = "http://127.0.0.1:5005"
    """Where the bot host is."""
    actions_url: HttpUrl = "http://127.0.0.1:5055"
    """Where the action server is."""
    model: Path = Path("models/sapa.tar.gz")
    """The trained model that the bot host serves."""
    bot_timeout_seconds: float = Field(8.0, gt=0, le=120)
    """How long a turn may take before the customer is handed to a person."""
    office_hours: str = "Mon-Fri 08:00-17:00"
    """When people are on duty: `Mon-Fri 08:00-12:00,13:00-17:00; Sat 08:00-12:00`, or `always`."""
    timezone: Annotated[str, AfterValidator(_time_zone)] = "Asia/Jakarta"
    """IANA time zone of the office."""
    seed_password: SecretStr | None = None
    """Password of the demo accounts; unset: a random one, printed once."""
    identity_secret: SecretStr | None = Field(None, min_length=32)
    """Shared with the servers of pages that the widget is on: they sign with it who their visitor is (JWT, HS256)."""
    quiet_ms: int | None = Field(None, ge=0, le=60_000)
    """How long a customer must pause before the bot answers; unset: 1200 ms on WhatsApp, 700 ms on the web."""
    turn_cap_ms: int = Field(10_000, ge=0, le=120_000)
    """A customer who never pauses is answered after this long all the same."""
    presence_seconds: int = Field(45, ge=5, le=3600)
    """How long an agent counts as present after their desk was last heard of."""
    agent_grace_seconds: int = Field(45, ge=0, le=3600)
    """How much longer an agent who is not heard of keeps their customers; then these go to the front of the line."""
    offer_seconds: int = Field(30, ge=0, le=600)
    """How long a waiting customer is offered to one agent before the next is asked; 0: agents only take themselves."""
    agent_capacity: int = Field(4, ge=1, le=100)
    """Conversations a new agent may hold at once."""
    whatsapp_phone_number_id: str | None = Field(None, pattern=r"^[0-9]{5,20}$")
    """The WhatsApp number's id at Meta (not the number itself); unset: WhatsApp is off. See docs/whatsapp.md."""
    whatsapp_access_token: SecretStr | None = None
    """Token of a system user, with which messages are sent and media fetched."""
    whatsapp_app_secret: SecretStr | None = None
    """Secret of the Meta app, which signs the webhooks."""
    whatsapp_verify_token: SecretStr | None = None
    """Any word of your own, which Meta repeats when the webhook is set up."""
    whatsapp_graph_base_url: HttpUrl = "https://graph.facebook.com"
    """Where Meta's Graph API is, without the version; changed only to talk to a double."""
    var: Path = Path("var")
    """Folder for everything that is written: database, Redis file, logs, uploads."""
    log_format: Literal["text", "json"] = "text"
    """Log lines for people or for machines."""

    @property
    def timezone_info(self) -> ZoneInfo:
        """The office's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def record_url(self) -> str:
        """The database address with its default."""
        return self.database_url or f"sqlite:///{(self.var / 'sapa.db').absolute()}"

    @property
    def rasa_tracker_url(self) -> str:
        """The tracker store's address with its default; Rasa uses synchronous drivers."""
        return self.tracker_url or f"sqlite:///{(self.var / 'tracker.db').absolute()}"

    @property
    def whatsapp_is_on(self) -> bool:
        """Whether WhatsApp is set up."""
        return self.whatsapp_phone_number_id is not None

    def quiet_seconds(self, channel: str) -> float:
        """How long a customer on this channel must pause before the bot answers."""
        default = 1200 if channel == "whatsapp" else 700
        return (default if self.quiet_ms is None else self.quiet_ms) / 1000


def load_settings() -> Settings:
    """Reads the environment.

    Raises:
        SettingsError: a value is wrong; the message names the variable and never shows a secret.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + "_".join(str(part) for part in first["loc"][:1]).upper()
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{name} is wrong: {reason}.") from error
    _check_whatsapp(settings)
    return settings


def _check_whatsapp(settings: Settings) -> None:
    """All of WhatsApp's settings or none: half a channel would take messages in and answer nobody."""
    given = {name: getattr(settings, name) is not None for name in WHATSAPP}
    if any(given.values()) and not all(given.values()):
        names = [PREFIX + name.upper() for name, is_given in given.items() if not is_given]
        raise SettingsError(f"{names[0]} is missing: WhatsApp needs {len(WHATSAPP)} settings, or none to stay off.")
