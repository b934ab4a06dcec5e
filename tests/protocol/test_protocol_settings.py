from __future__ import annotations

import os
from pathlib import Path

import pytest

from protocol.settings import PREFIX, Settings, SettingsError, load_settings


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [each for each in os.environ if each.startswith(PREFIX)]:
        monkeypatch.delenv(name)


def test_that_everything_has_the_default_of_the_contract() -> None:
    settings = load_settings()

    assert (settings.host, settings.port, settings.workers) == ("127.0.0.1", 8080, 1)
    assert (settings.rasa_url, settings.actions_url) == ("http://127.0.0.1:5005", "http://127.0.0.1:5055")
    assert (settings.office_hours, settings.timezone) == ("Mon-Fri 08:00-17:00", "Asia/Jakarta")
    assert (settings.redis_url, settings.database_url, settings.seed_password) == (None, None, None)
    assert settings.record_url == f"sqlite:///{Path('var/sapa.db').absolute()}"
    assert settings.rasa_tracker_url == f"sqlite:///{Path('var/tracker.db').absolute()}"
    assert not settings.whatsapp_is_on


@pytest.mark.parametrize(
    ("variable", "value", "name", "meant"),
    [
        ("SAPA_PORT", "9000", "port", 9000),
        ("SAPA_RASA_URL", "http://bot:5005/", "rasa_url", "http://bot:5005"),
        ("SAPA_REDIS_URL", "rediss://:p@host:6380/1", "redis_url", "rediss://:p@host:6380/1"),
        ("SAPA_REDIS_URL", "unix:///run/redis.sock", "redis_url", "unix:///run/redis.sock"),
        ("SAPA_DATABASE_URL", "postgresql://u@h/d", "record_url", "postgresql://u@h/d"),
        ("SAPA_QUIET_MS", "0", "quiet_ms", 0),
        ("SAPA_VAR", "/tmp/x", "var", Path("/tmp/x")),
    ],
)
def test_that_the_environment_sets_it(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, name: str, meant: object
) -> None:
    monkeypatch.setenv(variable, value)

    assert getattr(load_settings(), name) == meant


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SAPA_PORT", "eighty"),
        ("SAPA_PORT", "0"),
        ("SAPA_PORT", "65536"),
        ("SAPA_PORT", ""),
        ("SAPA_WORKERS", "0"),
        ("SAPA_WORKERS", "1.5"),
        ("SAPA_PROXIES", "-1"),
        ("SAPA_REDIS_URL", "127.0.0.1:6379"),
        ("SAPA_REDIS_URL", "http://127.0.0.1"),
        ("SAPA_REDIS_URL", "redis://127.0.0.1:port/0"),
        ("SAPA_REDIS_URL", "redis://127.0.0.1:99999/0"),
        ("SAPA_RASA_URL", "127.0.0.1:5005"),
        ("SAPA_RASA_URL", "http://"),
        ("SAPA_RASA_URL", "http://bot:port"),
        ("SAPA_ACTIONS_URL", "ftp://actions"),
        ("SAPA_BOT_TIMEOUT_SECONDS", "0"),
        ("SAPA_BOT_TIMEOUT_SECONDS", "soon"),
        ("SAPA_TIMEZONE", "Mars/Olympus"),
        ("SAPA_TIMEZONE", "../etc/passwd"),
        ("SAPA_TIMEZONE", ""),
        ("SAPA_QUIET_MS", "-1"),
        ("SAPA_QUIET_MS", "60001"),
        ("SAPA_TURN_CAP_MS", "-1"),
        ("SAPA_PRESENCE_SECONDS", "1"),
        ("SAPA_AGENT_CAPACITY", "0"),
        ("SAPA_LOG_FORMAT", "xml"),
        ("SAPA_IDENTITY_SECRET", "short"),
        ("SAPA_WHATSAPP_PHONE_NUMBER_ID", "+62"),
        ("SAPA_WHATSAPP_GRAPH_BASE_URL", "graph.facebook.com"),
    ],
)
def test_that_a_wrong_value_is_refused_in_one_sentence_that_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)

    with pytest.raises(SettingsError) as refused:
        load_settings()

    sentence = str(refused.value)
    assert sentence.startswith(f"{variable} is wrong: ")
    assert sentence.endswith(".")
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SAPA_REDIS_URL", "redsi://:hunter2@host:6379"),
        ("SAPA_REDIS_URL", "redis://:hunter2@host:port"),
        ("SAPA_REDIS_URL", "redis://:hunt/er2@host:6379"),
        ("SAPA_RASA_URL", "ftp://user:hunter2@host"),
        ("SAPA_RASA_URL", "http://user:hunter2@host:port"),
        ("SAPA_IDENTITY_SECRET", "hunter2"),
    ],
)
def test_that_a_refusal_shows_no_password(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)

    with pytest.raises(SettingsError) as refused:
        load_settings()

    assert "hunt" not in str(refused.value)


@pytest.mark.parametrize("secret", ["seed_password", "identity_secret", "whatsapp_access_token", "whatsapp_app_secret"])
def test_that_secrets_are_not_shown_when_settings_are(secret: str) -> None:
    settings = Settings(**{secret: "hunter2" * 6})

    assert "hunter2" not in repr(settings) + str(settings)


@pytest.mark.parametrize(("channel", "seconds"), [("web", 0.7), ("whatsapp", 1.2)])
def test_that_the_pause_depends_on_the_channel_unless_it_is_set(channel: str, seconds: float) -> None:
    assert Settings().quiet_seconds(channel) == seconds
    assert Settings(quiet_ms=0).quiet_seconds(channel) == 0
    assert Settings(quiet_ms=500).quiet_seconds(channel) == 0.5


def test_that_every_setting_says_what_it_means() -> None:
    source = Path(Settings.__module__.replace(".", "/") + ".py").read_text()
    body = source[source.index("class Settings(") : source.index("@property")]

    for name in Settings.model_fields:
        _, _, after = body.partition(f"\n    {name}: ")
        assert after.split("\n")[1].strip().startswith('"""'), name
