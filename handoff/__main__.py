"""`python -m handoff`: the public service."""

from __future__ import annotations

import sys
from functools import partial

from sanic import Sanic
from sanic.worker.loader import AppLoader

from crm.database import as_async_url
from crm.errors import CrmError
from handoff.app import configure_logging, create_app, create_worker
from handoff.business_calendar import BusinessCalendar, OfficeHoursError
from protocol.settings import Settings, SettingsError, load_settings


def main() -> int:
    """Serves until told to stop; 1 and one sentence when a setting is wrong."""
    try:
        settings = load_settings()
        BusinessCalendar.parse(settings.office_hours, settings.timezone_info)
        as_async_url(settings.record_url)
    except SettingsError as error:
        return _refuse(str(error))
    except CrmError as error:
        return _refuse(f"{error}.")
    except OfficeHoursError as error:
        return _refuse(f"SAPA_OFFICE_HOURS is wrong: {error}.")
    configure_logging(settings.log_format)
    if settings.workers == 1:
        create_app(settings).run(
            host=settings.host, port=settings.port, single_process=True, motd=False, access_log=False
        )
    else:
        serve_many(settings)
    return 0


def serve_many(settings: Settings) -> None:
    """Several worker processes behind one port."""
    loader = AppLoader(factory=partial(create_worker, settings))
    app = loader.load()
    app.prepare(host=settings.host, port=settings.port, workers=settings.workers, motd=False, access_log=False)
    Sanic.serve(primary=app, app_loader=loader)


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201 - the console is where somebody who starts it looks
    return 1


if __name__ == "__main__":
    sys.exit(main())
