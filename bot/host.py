"""`python -m bot.host`: serves Rasa 3.6 on the current Sanic, its HTTP API and REST channel included, on loopback.

`rasa run` does not start on Sanic 25 (it assumes another start method), so Rasa's own functions are put together here.
"""

from __future__ import annotations

import logging
import os
import sys
import warnings
from functools import partial
from urllib.parse import urlsplit

from protocol.settings import Settings, SettingsError, load_settings

os.environ["RASA_TELEMETRY_ENABLED"] = "false"  # nothing about customers leaves the house
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("LOG_LEVEL", "WARNING")  # below it, Rasa logs what customers write


def main() -> int:
    """Serves until told to stop; 1 and one sentence when it cannot."""
    try:
        settings = load_settings()
    except SettingsError as error:
        return _refuse(str(error))
    if not settings.model.is_file():
        return _refuse(f"There is no trained model at {settings.model} (SAPA_MODEL); run `make train`.")
    serve(settings)
    return 0


def serve(settings: Settings) -> None:
    """Puts Rasa's own parts together and serves them in this process."""
    quieten()
    import skops.io  # noqa: F401 - it walks all of sys.modules, so it must come before TensorFlow fills them (-10 s)
    from rasa.core.run import close_resources, configure_app, create_http_input_channels, load_agent_on_start
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.endpoints import EndpointConfig
    from rasa.utils.log_utils import configure_structlog

    from bot.action_calls import ENDPOINT_OPTIONS, make_action_calls_light
    from bot.trackers import remember_event_types
    from bot.turn_locks import TurnLocks

    configure_structlog()
    make_action_calls_light()
    remember_event_types()
    endpoints = AvailableEndpoints.read_endpoints("endpoints.yml")
    endpoints.action = EndpointConfig(url=f"{settings.actions_url}/webhook", **ENDPOINT_OPTIONS)
    endpoints.tracker_store = EndpointConfig(type="bot.trackers.CheckedTrackerStore", url=settings.rasa_tracker_url)
    if settings.redis_url is not None:
        endpoints.lock_store = TurnLocks(settings.redis_url, settings.redis_prefix)
    address = urlsplit(settings.rasa_url)
    host, port = address.hostname or "127.0.0.1", address.port or 5005
    channels = create_http_input_channels(None, "credentials.yml")
    app = configure_app(channels, enable_api=True, port=port, endpoints=endpoints)
    app.register_listener(partial(load_agent_on_start, str(settings.model), endpoints, None), "before_server_start")
    app.register_listener(close_resources, "after_server_stop")
    app.config.AUTO_EXTEND = False  # sanic-ext would add routes and a banner to Rasa's own
    logging.getLogger("sanic.root").setLevel(logging.WARNING)
    app.run(host=host, port=port, single_process=True, motd=False, access_log=False)


def quieten() -> None:
    """Keeps warnings that nobody here can act on out of the log."""
    # Rasa 3.6 speaks to Sanic and setuptools in ways of its time; that it works on ours is tested.
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    warnings.filterwarnings("ignore", message="pkg_resources is deprecated")


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
