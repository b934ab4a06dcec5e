from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.errors import IllegalMoveError
from crm.stages import STAGE_RULES, Party, Stage, check_move, report_stage
from crm.working_days import is_working_day

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def test_that_every_stage_of_the_procedure_has_a_rule() -> None:
    assert set(STAGE_RULES) == set(Stage)
    assert len(Stage) == 11


def test_that_every_stage_can_be_reached_and_leads_to_the_end() -> None:
    reached = {Stage.INQUIRY}
    for _ in Stage:
        reached |= {after for stage in reached for after in STAGE_RULES[stage].next}
    assert reached == set(Stage)

    ends = {Stage.CERTIFICATE_SENT}
    for _ in Stage:
        ends |= {stage for stage in Stage if set(STAGE_RULES[stage].next) & ends}
    assert ends == set(Stage)


def test_that_a_closed_order_goes_nowhere_and_nobody_has_to_act() -> None:
    assert STAGE_RULES[Stage.CERTIFICATE_SENT].next == ()
    assert STAGE_RULES[Stage.CERTIFICATE_SENT].acts is Party.NOBODY


@pytest.mark.parametrize(
    ("stage", "party"),
    [
        (Stage.INQUIRY, Party.COMPANY), (Stage.QUOTATION_SENT, Party.CUSTOMER), (Stage.NEGOTIATING, Party.COMPANY),
        (Stage.AWAITING_PO, Party.CUSTOMER), (Stage.SURVEY, Party.COMPANY), (Stage.SCHEDULED, Party.COMPANY),
        (Stage.IN_CALIBRATION, Party.COMPANY), (Stage.COMPLETED_BA, Party.CUSTOMER), (Stage.RETURNING, Party.EITHER),
        (Stage.INVOICED, Party.CUSTOMER),
    ],
)  # fmt: skip
def test_that_the_procedure_says_who_acts(stage: Stage, party: Party) -> None:
    assert STAGE_RULES[stage].acts is party


@given(st.sampled_from(Stage), st.sampled_from(Stage))
def test_that_a_move_is_legal_only_to_a_stage_that_follows(current: Stage, to: Stage) -> None:
    if to in STAGE_RULES[current].next:
        check_move(current, to)
    else:
        with pytest.raises(IllegalMoveError):
            check_move(current, to)


@given(st.sampled_from(Stage), DAYS, st.integers(0, 60))
def test_that_an_expected_day_is_a_working_day_after_the_stage_began(stage: Stage, since: date, later: int) -> None:
    report = report_stage(stage, since, since + timedelta(days=later))

    if report.expected_on is None:
        assert not report.overdue
    else:
        assert report.expected_on > since
        assert is_working_day(report.expected_on)
        assert report.overdue == (report.expected_on < since + timedelta(days=later))


def test_that_an_agreed_day_wins_over_the_usual_duration() -> None:
    agreed = date(2026, 12, 4)

    report = report_stage(Stage.SCHEDULED, date(2026, 11, 20), date(2026, 11, 24), agreed)

    assert report.expected_on == agreed


def test_that_a_customer_who_has_to_act_is_never_told_of_a_delay() -> None:
    report = report_stage(Stage.AWAITING_PO, date(2026, 1, 5), date(2026, 11, 24), date(2026, 2, 2))

    assert not report.overdue
