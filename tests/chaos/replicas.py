"""Two handoff replicas and two bots behind nginx, on PostgreSQL and one Redis: each kept like the others."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from launch.keep import answers
from launch.ports import free_port
from launch.prepare import prepare_record
from launch.redis_server import find_server
from protocol.settings import Settings
from tests.chaos.scene import CAPACITY, Scene
from tests.paths.product import PASSWORD, READY_SECONDS, ROOT
from tests.support.postgres import PostgresCluster, find_binaries
from tests.support.processes import descendants

NGINX = ROOT / "deploy" / "nginx"
FRAME = """\
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log warn;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  include sapa.conf;
}}
"""
PORTS = ("8081", "8082", "5005", "5006", "8090", "8091")
"""The ports that stand in `deploy/nginx/sapa.conf`, in the order handoff, bot, the public one, the one for bots."""


class Replicas(Scene):
    """The same product in the plural."""

    parts = ("bot", "actions", "redis", "handoff")

    def __init__(self, folder: Path, model: Path) -> None:
        binaries = find_binaries()
        if binaries is None or shutil.which("nginx") is None:
            raise SystemExit("make chaos-replicas needs PostgreSQL and nginx (apt-get install postgresql nginx)")
        self._folder = folder
        self._kept: list[subprocess.Popen[bytes]] = []
        self.log = folder / "log"
        database = folder / "postgres"
        database.mkdir()
        self._postgres = PostgresCluster(database, binaries)
        self.record_url = self._postgres.create(name="sapa")
        self.tracker_url = self._postgres.create(name="tracker").replace("postgresql://", "postgresql+psycopg://")
        self._ports = {each: free_port() for each in (*PORTS, "redis", "actions")}
        self.base = f"http://127.0.0.1:{self._ports['8090']}"
        self._start(model)

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not all(answers(f"http://127.0.0.1:{self._ports[each]}/readyz") for each in ("8081", "8082", "8090")):
            if time.monotonic() > deadline:
                raise AssertionError(f"the replicas are not ready:\n{self.log.read_text()[-4000:]}")
            time.sleep(0.2)

    def processes(self) -> list[tuple[int, list[str]]]:
        return [each for kept in self._kept for each in descendants(kept.pid)]

    def forget(self) -> None:
        """Nothing to take away: this Redis keeps nothing on disk, so it comes back empty every time."""

    def stop(self) -> None:
        for kept in self._kept:
            kept.terminate()
        for kept in self._kept:
            try:
                kept.wait(20)
            except subprocess.TimeoutExpired:
                for pid, _ in descendants(kept.pid):
                    os.kill(pid, 9)
                kept.kill()
        self._postgres.stop()

    def _start(self, model: Path) -> None:
        self._environment = {**os.environ, **self._settings(model)}
        with self.log.open("w") as log, contextlib.redirect_stdout(log):
            prepare_record(self._own_settings())
        redis = ["--port", str(self._ports["redis"]), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._keep("redis", [find_server(), *redis, "--dir", str(self._folder)])
        self._keep("actions", [sys.executable, "-m", "actions"])
        for port in ("5005", "5006"):
            self._keep("bot", [sys.executable, "-m", "bot.host"], SAPA_RASA_URL=self._at(port))
        for port in ("8081", "8082"):
            self._keep("handoff", [sys.executable, "-m", "handoff"], SAPA_PORT=str(self._ports[port]))
        self._keep("nginx", ["nginx", "-p", str(self._folder), "-c", str(self._nginx()), "-g", "daemon off;"])

    def _settings(self, model: Path) -> dict[str, str]:
        return {
            "PYTHONUNBUFFERED": "1",
            "SAPA_VAR": str(self._folder / "var"),
            "SAPA_MODEL": str(model),
            "SAPA_DATABASE_URL": self.record_url,
            "SAPA_TRACKER_URL": self.tracker_url,
            "SAPA_REDIS_URL": f"redis://127.0.0.1:{self._ports['redis']}/0",
            "SAPA_RASA_URL": self._at("8091"),
            "SAPA_ACTIONS_URL": self._at("actions"),
            "SAPA_PROXIES": "1",
            "SAPA_OFFICE_HOURS": "always",
            "SAPA_SEED_PASSWORD": PASSWORD,
            "SAPA_AGENT_CAPACITY": CAPACITY,
            "SAPA_LOG_FORMAT": "json",
        }

    def _own_settings(self) -> Settings:
        return Settings(database_url=self.record_url, seed_password=PASSWORD, agent_capacity=int(CAPACITY))

    def _at(self, port: str) -> str:
        return f"http://127.0.0.1:{self._ports[port]}"

    def _keep(self, name: str, command: list[str], **settings: str) -> None:
        with self.log.open("ab") as log:
            self._kept.append(
                subprocess.Popen(
                    [sys.executable, "-m", "launch.keep", name, *command], cwd=ROOT,
                    env={**self._environment, **settings}, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
                )
            )  # fmt: skip

    def _nginx(self) -> Path:
        """The configuration that users are given, with other ports."""
        text = (NGINX / "sapa.conf").read_text()
        for port in PORTS:
            text = text.replace(f":{port}", f":{self._ports[port]}").replace(
                f"listen {port}", f"listen {self._ports[port]}"
            )
        (self._folder / "sapa.conf").write_text(text)
        shutil.copy(NGINX / "sapa_proxy.conf", self._folder)
        frame = self._folder / "nginx.conf"
        frame.write_text(FRAME.format(folder=self._folder))
        return frame
