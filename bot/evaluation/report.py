"""The outcome of an evaluation as a table on the console, as JSON, as Markdown and as a picture."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.evaluation.measures import Confusion, Measure
from bot.evaluation.messages import Labelled, Predicted

ABSENT = "-"


@dataclass(frozen=True)
class Report:
    """Everything that an evaluation found."""

    messages: int
    columns: dict[str, tuple[Measure, ...]]
    """Name of the model -> its measures, in the same order."""
    entities: dict[str, tuple[float, int]]
    """Kind -> (F1, how often), of our model."""
    confusions: tuple[Confusion, ...]

    def to_json(self) -> dict[str, Any]:
        """The shape of report.json."""
        return {
            "messages": self.messages,
            "measures": {
                name: {measure.key: measure.value for measure in measures} for name, measures in self.columns.items()
            },
            "entities": {entity: {"f1": f1, "count": count} for entity, (f1, count) in self.entities.items()},
            "confusions": [asdict(confusion) for confusion in self.confusions],
        }


def as_markdown(report: Report) -> str:
    """The whole report as Markdown."""
    return "\n".join(
        [
            f"# Understanding, on {report.messages} messages",
            "",
            *_table(report),
            "",
            "| entity | exact F1 | occurs |",
            "|---|---|---|",
            *(f"| {entity} | {f1:.3f} | {count} |" for entity, (f1, count) in report.entities.items()),
            "",
            "## Commonest confusions",
            "",
            *(line for confusion in report.confusions for line in _confusion(confusion)),
            "",
        ]
    )


def as_console(report: Report) -> str:
    """The table and the commonest confusions, for the console."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in _table(report) if "---" not in line]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines += ["", "Entities: " + ", ".join(f"{name} {f1:.2f} ({n})" for name, (f1, n) in report.entities.items())]
    lines += ["", "Commonest confusions:"]
    return "\n".join([*lines, *(line for confusion in report.confusions for line in _confusion(confusion))])


def write_report(report: Report, folder: Path) -> None:
    """Writes report.json and report.md into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.json").write_text(json.dumps(report.to_json(), ensure_ascii=False, indent=1), "utf-8")
    (folder / "report.md").write_text(as_markdown(report), "utf-8")


def draw_confusions(truth: Sequence[Labelled], predicted: Sequence[Predicted], path: Path) -> None:
    """Draws which label was taken for which: rows are the truth, the diagonal is right."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    import numpy as np

    names = sorted({each.label for each in truth} | {each.label for each in predicted})
    counts = np.zeros((len(names), len(names)))
    for labelled, guess in zip(truth, predicted, strict=True):
        counts[names.index(labelled.label), names.index(guess.label)] += 1
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure, axes = plt.subplots(figsize=(4 + len(names) / 5, 4 + len(names) / 5))
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=7)
    axes.set_yticks(range(len(names)), names, fontsize=7)
    axes.set_xlabel("understood as")
    axes.set_ylabel("meant")
    for row, column in zip(*np.nonzero(counts), strict=True):
        colour = "white" if shares[row, column] > 0.6 else "black"
        axes.text(column, row, str(int(counts[row, column])), ha="center", va="center", fontsize=6, color=colour)
    figure.tight_layout()
    figure.savefig(path, dpi=120)
    plt.close(figure)


def _table(report: Report) -> list[str]:
    names = list(report.columns)
    first = report.columns[names[0]]
    lines = ["| measure | " + " | ".join(names) + " | at least; aim |", "|---|" + "---|" * (len(names) + 1)]
    for place, measure in enumerate(first):
        cells = [_cell(report.columns[name][place]) for name in names]
        lines.append(f"| {measure.title} | " + " | ".join(cells) + f" | {measure.target or ABSENT} |")
    return lines


def _cell(measure: Measure) -> str:
    if measure.value is None:
        return ABSENT
    if measure.unit == "%":
        return f"{measure.value * 100:.1f} %"
    return f"{measure.value:.2f} {measure.unit}"


def _confusion(confusion: Confusion) -> list[str]:
    heading = f"- {confusion.truth} taken for {confusion.taken_for} ({len(confusion.sentences)})"
    return [heading, *(f"    - {sentence}" for sentence in confusion.sentences[:3])]
