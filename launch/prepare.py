"""What must be there before anything starts: free ports, Redis, a database with the demo data, a current model."""

from __future__ import annotations

import asyncio
import secrets
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import redis
from sqlalchemy.exc import SQLAlchemyError

import crm.migrate
import handoff.migrate
from crm.errors import CrmError
from crm.sample_data import seed
from handoff.business_calendar import BusinessCalendar, OfficeHoursError
from handoff.desk.staff import DEMO_ACCOUNTS, seed_accounts, set_password
from handoff.record import Record
from launch.errors import LaunchError
from launch.ports import check_free
from launch.redis_server import EmbeddedRedis, prepare_redis
from protocol.settings import Settings

REDIS_SECONDS = 3.0
OWN_MODEL: Path = Settings.model_fields["model"].default


def say(text: str) -> None:
    """Tells whoever started us what is going on."""
    print(text, flush=True)


def check_settings(settings: Settings) -> None:
    """Refuses what the settings class alone cannot see.

    Raises:
        LaunchError: office hours that cannot be read, or ports that are taken.
    """
    try:
        BusinessCalendar.parse(settings.office_hours, settings.timezone_info)
    except OfficeHoursError as error:
        raise LaunchError(f"SAPA_OFFICE_HOURS is wrong: {error}.") from error
    check_free(settings.host, settings.port, "SAPA_PORT")
    for url, variable in ((settings.rasa_url, "SAPA_RASA_URL"), (settings.actions_url, "SAPA_ACTIONS_URL")):
        parts = urlsplit(url)
        check_free(parts.hostname or "127.0.0.1", parts.port or 80, variable)


def prepare_exchange(settings: Settings) -> EmbeddedRedis | None:
    """Checks the Redis that was given, or prepares the embedded one.

    Raises:
        LaunchError: the given one does not answer.
    """
    if settings.redis_url is None:
        say("Redis: embedded, kept in " + str(settings.var / "redis"))
        return prepare_redis(settings.var / "redis")
    client = redis.Redis.from_url(
        settings.redis_url, socket_connect_timeout=REDIS_SECONDS, socket_timeout=REDIS_SECONDS
    )
    try:
        client.ping()
    except redis.RedisError as error:
        raise LaunchError(f"The Redis of SAPA_REDIS_URL cannot be reached: {error}.") from error
    finally:
        client.close()
    say("Redis: the one of SAPA_REDIS_URL")
    return None


def prepare_record(settings: Settings) -> str | None:
    """Migrates the database and adds the demo data; returns a new random password if one was made.

    Raises:
        LaunchError: the database cannot be used.
    """
    try:
        crm.migrate.upgrade(settings.record_url)
        handoff.migrate.upgrade(settings.record_url)
        orders, password = asyncio.run(_seed(settings))
    except CrmError as error:
        raise LaunchError(f"{error}.") from error
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise LaunchError(f"The database of SAPA_DATABASE_URL cannot be used: {reason}.") from error
    say("Database: up to date" + (f", {orders} demo orders added" if orders else ""))
    return password


def prepare_model(settings: Settings) -> None:
    """Trains the bot where no current model is there; a model that SAPA_MODEL names is taken as it is.

    Raises:
        LaunchError: training failed, which has said why; or the named model is not there.
    """
    if settings.model != OWN_MODEL:
        if not settings.model.is_file():
            raise LaunchError(f"SAPA_MODEL is wrong: there is no file {settings.model}.")
        return
    if subprocess.run([sys.executable, "-m", "bot.train"], check=False).returncode != 0:
        raise LaunchError("The bot could not be trained; see var/log/train.log.")


async def _seed(settings: Settings) -> tuple[int, str | None]:
    record = Record(settings.record_url)
    given = settings.seed_password.get_secret_value() if settings.seed_password else None
    password = given or secrets.token_urlsafe(9)
    try:
        orders = await seed(record.engine)
        async with record.writing() as session:
            added = await seed_accounts(session, password, settings.agent_capacity)
        if given:
            async with record.writing() as session:
                await set_password(session, [account.email for account in DEMO_ACCOUNTS], given)
    finally:
        await record.close()
    return orders, password if added and not given else None
