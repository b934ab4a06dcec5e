"""The eleven stages of an order, which moves between them are legal, and what each means for the customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crm.errors import IllegalMoveError
from crm.working_days import add_working_days


class Stage(StrEnum):
    """Where an order stands; in the order in which an order usually travels."""

    INQUIRY = "inquiry"
    """The customer has asked and named the instruments."""
    QUOTATION_SENT = "quotation_sent"
    """A written offer has gone out by e-mail."""
    NEGOTIATING = "negotiating"
    """The customer asked for a revision; a revised offer follows."""
    AWAITING_PO = "awaiting_po"
    """The price is agreed; the customer's PO or SPK is awaited."""
    SURVEY = "survey"
    """Site and instruments are being surveyed."""
    SCHEDULED = "scheduled"
    """The calibration date is set with the customer."""
    IN_CALIBRATION = "in_calibration"
    """The instruments are being calibrated or tested."""
    COMPLETED_BA = "completed_ba"
    """The work is done; the Berita Acara waits for the signature."""
    RETURNING = "returning"
    """The instruments are on their way back, or ready to be collected."""
    INVOICED = "invoiced"
    """Invoice and faktur pajak are issued."""
    CERTIFICATE_SENT = "certificate_sent"
    """The certificates have gone out; the order is closed."""


class Party(StrEnum):
    """Who has to act for an order to go on."""

    COMPANY = "company"
    """Us."""
    CUSTOMER = "customer"
    """The customer."""
    EITHER = "either"
    """Whoever is first: we ship, or the customer collects."""
    NOBODY = "nobody"
    """Nothing is left to do."""


@dataclass(frozen=True)
class StageRule:
    """What follows a stage, who acts, and how many working days it usually takes."""

    next: tuple[Stage, ...]
    """Legal next stages, the usual one first."""
    acts: Party
    usual_days: int | None
    """Working days that the stage usually lasts; None where only the customer decides or nothing is left."""


# The days are the promises of the standard procedure: an offer within two days, ten days for a calibration in the
# laboratory, three to return the instruments. Where the customer acts, no day is promised. A date agreed with the
# customer (`expected_on` of an order) always wins.
STAGE_RULES: dict[Stage, StageRule] = {
    Stage.INQUIRY: StageRule((Stage.QUOTATION_SENT,), Party.COMPANY, 2),
    Stage.QUOTATION_SENT: StageRule((Stage.AWAITING_PO, Stage.NEGOTIATING), Party.CUSTOMER, None),
    Stage.NEGOTIATING: StageRule((Stage.QUOTATION_SENT, Stage.AWAITING_PO), Party.COMPANY, 2),
    Stage.AWAITING_PO: StageRule((Stage.SCHEDULED, Stage.SURVEY), Party.CUSTOMER, None),
    Stage.SURVEY: StageRule((Stage.SCHEDULED, Stage.NEGOTIATING), Party.COMPANY, 3),
    Stage.SCHEDULED: StageRule((Stage.IN_CALIBRATION,), Party.COMPANY, 5),
    Stage.IN_CALIBRATION: StageRule((Stage.COMPLETED_BA,), Party.COMPANY, 10),
    Stage.COMPLETED_BA: StageRule((Stage.RETURNING, Stage.INVOICED), Party.CUSTOMER, None),
    Stage.RETURNING: StageRule((Stage.INVOICED,), Party.EITHER, 3),
    Stage.INVOICED: StageRule((Stage.CERTIFICATE_SENT,), Party.CUSTOMER, None),
    Stage.CERTIFICATE_SENT: StageRule((), Party.NOBODY, None),
}


@dataclass(frozen=True)
class StageReport:
    """The answer to 'where is my order': stage, since when, what comes next, who acts, by when."""

    stage: Stage
    since: date
    next: Stage | None
    acts: Party
    expected_on: date | None
    """When the next step is expected; None where only the customer decides or nothing is left."""
    overdue: bool
    """True when the expected day has passed and it was not the customer's turn."""


def check_move(current: Stage, to: Stage) -> None:
    """Refuses a move that skips or reverses the procedure."""
    if to not in STAGE_RULES[current].next:
        raise IllegalMoveError(f"an order cannot go from {current} to {to}")


def report_stage(stage: Stage, since: date, today: date, agreed_on: date | None = None) -> StageReport:
    """Says what a stage means today; a date agreed with the customer wins over the usual duration."""
    rule = STAGE_RULES[stage]
    expected = agreed_on if rule.next else None
    if expected is None and rule.usual_days is not None:
        expected = add_working_days(since, rule.usual_days)
    return StageReport(
        stage=stage,
        since=since,
        next=rule.next[0] if rule.next else None,
        acts=rule.acts,
        expected_on=expected,
        overdue=rule.acts is not Party.CUSTOMER and expected is not None and expected < today,
    )
