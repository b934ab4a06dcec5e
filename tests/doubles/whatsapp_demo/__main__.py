"""`make whatsapp-demo`: starts the product, Meta's double before it, and the page; Ctrl-C ends all of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import Any

from sanic import Sanic

from launch.errors import LaunchError
from launch.ports import check_free
from tests.doubles.graph_api.graph import GraphDouble
from tests.doubles.whatsapp_demo.demo import Demo

PORT = int(os.environ.get("SAPA_DEMO_PORT", "8090"))
PASSWORD = "coba-sapa-dulu"
END_SECONDS = 20


def product_environment(page: str) -> dict[str, str]:
    """The product's settings: WhatsApp is switched on, and Meta is us."""
    return {
        "SAPA_VAR": "var/whatsapp-demo", "SAPA_OFFICE_HOURS": "always", "SAPA_SEED_PASSWORD": PASSWORD,
        **os.environ,
        "SAPA_WHATSAPP_PHONE_NUMBER_ID": "106540352242922", "SAPA_WHATSAPP_ACCESS_TOKEN": "token",
        "SAPA_WHATSAPP_APP_SECRET": "secret", "SAPA_WHATSAPP_VERIFY_TOKEN": "word",
        "SAPA_WHATSAPP_GRAPH_BASE_URL": page,
    }  # fmt: skip


def main() -> int:
    """Runs until Ctrl-C."""
    page, product = f"http://127.0.0.1:{PORT}", f"http://127.0.0.1:{os.environ.get('SAPA_PORT', '8080')}"
    try:
        check_free("127.0.0.1", PORT, "SAPA_DEMO_PORT")
    except LaunchError as error:
        print(error, file=sys.stderr)  # noqa: T201 - a console program
        return 1
    environment = product_environment(page)
    process = subprocess.Popen([sys.executable, "-m", "launch"], env=environment, start_new_session=True)
    double = GraphDouble(lambda _number: f"{product}/webhooks/whatsapp")
    app = Demo(double, f"{product}/desk/", environment["SAPA_SEED_PASSWORD"]).app()

    @app.after_server_start
    async def say(_app: Sanic[Any, Any]) -> None:
        print(f"\n  WhatsApp, as a customer sees it    {page}/\n", flush=True)  # noqa: T201 - a console program

    try:
        app.run(host="127.0.0.1", port=PORT, single_process=True, motd=False, access_log=False)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(END_SECONDS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
