"""`python -m bot.evaluation DATA.jsonl [--stock [SHARE]] [--out FOLDER]`: one table over labelled messages, and files.

With `--stock` Rasa's default pipeline is trained on the same sentences and asked too: on all of them that takes hours,
with `--stock 0.15` on an even 15 % of them, and ours on that share as well, minutes. Once that was done for these very
sentences and messages, the columns are shown without being asked for.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.evaluation.ask import ask_model
from bot.evaluation.measures import entity_table, measure, worst_confusions
from bot.evaluation.messages import EvaluationError, read_labelled
from bot.evaluation.report import Report, as_console, draw_confusions, write_report
from bot.evaluation.stock import OURS, Stock, ask_stock, remembered

MODEL = Path("models/sapa.tar.gz")
TRAINING_SECONDS = Path("models/sapa.seconds")
"""Written by `python -m bot.train`: how long the model's training took."""


def main() -> int:
    """Evaluates; 1 and one sentence when it cannot."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("data", type=Path, help="labelled messages, one JSON object a line")
    arguments.add_argument(
        "--stock", type=_share, nargs="?", const=1.0, metavar="SHARE",
        help="compare with stock Rasa, trained on this share of the sentences (default: all of them, hours)",
    )  # fmt: skip
    arguments.add_argument("--out", type=Path, default=Path("var/evaluation"), help="where the files go")
    arguments.add_argument("--model", type=Path, default=MODEL, help="the trained model")
    given = arguments.parse_args()
    try:
        report = evaluate(given.data, given.model, given.out, share=given.stock)
    except EvaluationError as error:
        print(error, file=sys.stderr)
        return 1
    print(as_console(report))
    print(f"\nFiles: {given.out}/report.md, report.json, confusion.png")
    return 0


def evaluate(data: Path, model: Path, out: Path, *, share: float | None) -> Report:
    """Asks the models, measures, and writes the files; the yardstick learns from a share of the sentences, if any."""
    truth = read_labelled(data)
    predicted = ask_model(model, truth)
    seconds = float(TRAINING_SECONDS.read_text()) if TRAINING_SECONDS.is_file() else None
    columns = {OURS: tuple(measure(truth, predicted, seconds))}
    if share:
        ask_stock(Stock.for_share(share), data, truth)
    columns |= {title: tuple(measure(truth, *answers)) for title, answers in remembered(data)}
    report = Report(len(truth), columns, entity_table(truth, predicted), tuple(worst_confusions(truth, predicted)))
    write_report(report, out)
    draw_confusions(truth, predicted, out / "confusion.png")
    return report


def _share(text: str) -> float:
    share = float(text)
    if not 0 < share <= 1:
        raise argparse.ArgumentTypeError("a share is more than 0 and at most 1")
    return share


if __name__ == "__main__":
    sys.exit(main())
