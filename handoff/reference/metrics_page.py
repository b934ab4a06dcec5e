"""docs/metrics.md, made of the metrics of `handoff/metrics.py`. Pure."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram
from prometheus_client.metrics import MetricWrapperBase

from handoff import metrics

HEAD = """\
# Metrics

`GET /metrics` answers in Prometheus' text format, for all workers behind the port together; replicas are asked one by
one. With a single worker the client library's own `process_*` and `python_*` stand beside these. Made by
`python -m handoff.reference metrics` from `handoff/metrics.py`; change them there.

| metric | kind | labels | meaning |
|---|---|---|---|
"""
LABELS_HEAD = """
| label | values |
|---|---|
"""
LABELS = {
    "channel": "`web`, `whatsapp`; `desk` for what agents say",
    "sender": "`customer`, `agent`",
    "state": "`answered`; `dropped`: somebody else had taken over meanwhile; "
    "`failed`: the bot gave no answer, and the customer was put in line",
    "why": "`down`; `slow`: longer than `SAPA_BOT_TIMEOUT_SECONDS`; `error`; `broken`: not an answer; "
    "`silent`: nothing said; `resting`: not asked, for it had failed several times running",
    "outcome": "`new`, `repeated` (the same body again), `unsigned` (answered 401), `forged` (answered 403)",
    "update": "`done`; `malformed`: done, with parts that could not be read; `retried`; `dead`: given up and kept",
    "result": "`sent`, or why not: `pair`, `rate`, `transient`, `unsure`, `access`, `window`, `permanent`",
    "status": "`sent`, `delivered`, `read`, `failed`; `other` for words Meta may add; `unknown`: not a message of ours",
    "cause": "`lost`: not heard of any more; `logged_out`: went themselves",
    "ended": "`accepted`, `declined`, `timed_out`; `withdrawn`: taken by somebody else, or the customer left",
    "fetch": "`kept`; `refused`: of a kind or size that is not taken; `lost`: Meta did not have it any more",
    "kind": "`widget`: customers, `desk`: agents",
}
"""What the values of each label mean; a test finds labels that are missing."""


def metrics_page() -> str:
    """The page."""
    return HEAD + "".join(map(_row, our_metrics())) + LABELS_HEAD + "".join(map(_label_row, LABELS.items()))


def our_metrics() -> list[MetricWrapperBase]:
    """The metrics, in the order in which they stand in their module."""
    return [each for each in vars(metrics).values() if isinstance(each, Counter | Gauge | Histogram)]


def labels_of(metric: MetricWrapperBase) -> tuple[str, ...]:
    """The names of a metric's labels, which the client library keeps to itself."""
    return tuple(metric._labelnames)


def _row(metric: MetricWrapperBase) -> str:
    (family,) = metric.describe()
    name = family.name + "_total" * (family.type == "counter")
    labels = ", ".join(f"`{label}`" for label in labels_of(metric))
    return f"| `{name}` | {family.type} | {labels} | {family.documentation} |\n"


def _label_row(label: tuple[str, str]) -> str:
    return f"| `{label[0]}` | {label[1]} |\n"
