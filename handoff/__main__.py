"""`python -m handoff`: the public service."""

from __future__ import annotations

import sys

from crm.database import as_async_url
from crm.errors import CrmError
from handoff.app import configure_logging, create_app
from handoff.business_calendar import BusinessCalendar, OfficeHoursError
from handoff.workers import Workers, listen
from protocol.settings import SettingsError, load_settings


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
        return 0
    try:
        listening = listen(settings.host, settings.port)
    except OSError as error:
        return _refuse(f"Port {settings.port} on {settings.host} cannot be used ({error.strerror}); set SAPA_PORT.")
    return Workers(settings, listening).run()


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201 - the console is where somebody who starts it looks
    return 1


if __name__ == "__main__":
    sys.exit(main())
