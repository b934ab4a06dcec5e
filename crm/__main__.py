"""`python -m crm`: makes or updates the CRM's tables and adds the demo data."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from crm.database import create_engine
from crm.errors import CrmError
from crm.migrate import upgrade
from crm.sample_data import seed


def database_url() -> str:
    """The address in SAPA_DATABASE_URL, else the embedded SQLite file; the same rule as `protocol.settings`."""
    default = Path(os.environ.get("SAPA_VAR") or "var").absolute() / "sapa.db"
    return os.environ.get("SAPA_DATABASE_URL") or f"sqlite:///{default}"


async def _seed(url: str) -> int:
    engine = create_engine(url)
    try:
        return await seed(engine)
    finally:
        await engine.dispose()


def main() -> int:
    """Migrates and seeds, and says what it did; 1 with one sentence when the database cannot be had."""
    url = database_url()
    try:
        upgrade(url)
        added = asyncio.run(_seed(url))
    except CrmError as error:
        print(f"{error}.", file=sys.stderr)
        return 1
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        print(f"The database of SAPA_DATABASE_URL cannot be used: {reason}.", file=sys.stderr)
        return 1
    print(
        "CRM tables are up to date;", f"{added} demo orders added." if added else "the demo orders were there already."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
