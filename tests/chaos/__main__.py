"""`python -m tests.chaos [--replicas]`: the chaos run; prints one line, and is content only with lost, doubled and
unanswered all nought."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from pathlib import Path

from protocol.settings import Settings
from tests.chaos.play import Plan, play
from tests.chaos.replicas import Replicas
from tests.chaos.scene import OneMachine, Scene


def main() -> int:
    """0 when nobody was let down."""
    plan, replicas = read_arguments()
    model = Path(os.environ.get("SAPA_MODEL") or Settings.model_fields["model"].default).absolute()
    folder = Path(tempfile.mkdtemp(prefix="sapa-chaos-"))
    folder.chmod(0o755)
    scene = make_scene(folder, model, replicas=replicas)
    try:
        scene.wait_until_ready()
        report = asyncio.run(play(scene, plan))
    finally:
        scene.stop()
    sys.stdout.write(f"{report.verdict.line()}\n")
    if report.verdict.is_clean:
        return 0
    for problem in (*report.verdict.lost, *report.verdict.doubled, *report.verdict.unanswered):
        sys.stderr.write(f"{problem}\n")
    sys.stderr.write(f"seed {plan.seed}, killed {dict(report.killed)}; kept for a look: {folder}\n")
    return 1


def read_arguments() -> tuple[Plan, bool]:
    """How large, how long, how rough; and against what."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--conversations", type=int, default=Plan.conversations)
    parser.add_argument("--seconds", type=float, default=Plan.seconds)
    parser.add_argument("--kills", type=int, default=Plan.kills)
    parser.add_argument("--seed", type=int, default=Plan.seed)
    parser.add_argument("--replicas", action="store_true", help="two of each behind nginx, on PostgreSQL")
    given = parser.parse_args()
    return Plan(given.conversations, given.seconds, given.kills, given.seed), given.replicas


def make_scene(folder: Path, model: Path, *, replicas: bool) -> Scene:
    """The product as `make run` starts it, or its replicas."""
    if replicas:
        return Replicas(folder, model)
    return OneMachine.start(folder, model)


if __name__ == "__main__":
    sys.exit(main())
