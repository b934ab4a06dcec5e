"""A PostgreSQL cluster for the tests, from the binaries that are installed; its data are gone with its folder."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import psycopg

from launch.ports import free_port

START_SECONDS = 30
USER = "sapa"
TEMPLATE = "sapa_template"


def find_binaries() -> Path | None:
    """The folder of the newest `initdb` and `postgres`: on the path, or where Debian puts them."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda each: float(each.parts[-3]))
    return versions[-1].parent if versions else None


class PostgresCluster:
    """A running cluster, and databases in it."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self.port = free_port()
        self._made = 0
        data, owner = folder / "data", _owner_of(folder)
        initdb = [binaries / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync", "--no-locale"]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, **owner)
        # Nothing here outlives the tests, so the disk is not waited for.
        unsafe = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"]
        where = ["-p", str(self.port), "-k", folder, "-c", "listen_addresses=127.0.0.1"]
        with (folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [binaries / "postgres", "-D", data, *where, *unsafe], stdout=log, stderr=log, **owner
            )
        self._wait()

    def url(self, database: str) -> str:
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"

    def create(self, template: str = "template1", name: str | None = None) -> str:
        """Makes a database like another one and returns its address."""
        self._made += 1
        name = name or f"test_{self._made}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(START_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self._process.poll() is None, "PostgreSQL ended at once"
            assert time.monotonic() < deadline, "PostgreSQL does not answer"
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=1).close()
        except psycopg.OperationalError:
            return False
        return True


def _owner_of(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root; root runs it as an ordinary user, who must be able to reach the folder."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    for parent in folder.parents:
        mode = parent.stat().st_mode
        if not mode & 0o001 and parent.stat().st_uid == 0:
            parent.chmod(mode | 0o011)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": folder}
