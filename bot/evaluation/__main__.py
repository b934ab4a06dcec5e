"""`python -m bot.evaluation DATA.jsonl [--stock] [--out FOLDER]`: one table over labelled messages, files beside it.

With `--stock` Rasa's default pipeline is trained on the same sentences (hours) and asked too. Once that was done for
these very sentences and messages, its column is shown without being asked for.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.evaluation.ask import ask_model
from bot.evaluation.measures import entity_table, measure, worst_confusions
from bot.evaluation.messages import EvaluationError, read_labelled
from bot.evaluation.report import OURS, STOCK, Report, as_console, draw_confusions, write_report
from bot.evaluation.stock import Stock, ask_stock, remembered

MODEL = Path("models/sapa.tar.gz")
TRAINING_SECONDS = Path("models/sapa.seconds")
"""Written by `python -m bot.train`: how long the model's training took."""


def main() -> int:
    """Evaluates; 1 and one sentence when it cannot."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("data", type=Path, help="labelled messages, one JSON object a line")
    arguments.add_argument("--stock", action="store_true", help="train and ask stock Rasa for comparison (hours)")
    arguments.add_argument("--out", type=Path, default=Path("var/evaluation"), help="where the files go")
    arguments.add_argument("--model", type=Path, default=MODEL, help="the trained model")
    given = arguments.parse_args()
    try:
        report = evaluate(given.data, given.model, given.out, with_stock=given.stock)
    except EvaluationError as error:
        print(error, file=sys.stderr)
        return 1
    print(as_console(report))
    print(f"\nFiles: {given.out}/report.md, report.json, confusion.png")
    return 0


def evaluate(data: Path, model: Path, out: Path, *, with_stock: bool) -> Report:
    """Asks the models, measures, and writes the files."""
    truth = read_labelled(data)
    predicted = ask_model(model, truth)
    seconds = float(TRAINING_SECONDS.read_text()) if TRAINING_SECONDS.is_file() else None
    columns = {OURS: tuple(measure(truth, predicted, seconds))}
    stock = Stock.for_data()
    asked = ask_stock(stock, data, truth) if with_stock else remembered(stock, data)
    if asked:
        columns[STOCK] = tuple(measure(truth, *asked))
    report = Report(len(truth), columns, entity_table(truth, predicted), tuple(worst_confusions(truth, predicted)))
    write_report(report, out)
    draw_confusions(truth, predicted, out / "confusion.png")
    return report


if __name__ == "__main__":
    sys.exit(main())
