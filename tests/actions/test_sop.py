from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml

from actions.sop import SOP_FILE, BadSopError, Escalate, SopFile, read_sop
from crm.tables import ComplaintCategory, Severity
from protocol.languages import Language

GOOD = SOP_FILE.read_text(encoding="utf-8")


def changed(**changes: object) -> str:
    content = yaml.safe_load(GOOD)
    content["billing"] |= changes
    return yaml.safe_dump(content, allow_unicode=True)


def test_that_the_procedure_covers_every_category_in_both_languages() -> None:
    sop = read_sop(GOOD)

    assert set(sop) == set(ComplaintCategory)
    for procedure in sop.values():
        assert all(procedure.offer[language].format(due="x") for language in Language)


@pytest.mark.parametrize(
    "text",
    [
        "", "- a", "{", "billing: {}", changed(escalate="sometimes"), changed(answer_working_days=0),
        changed(answer_working_days="two"), changed(follow_up_days=400), changed(unit="kitchen"),
        changed(offer={"id": "ya"}), changed(offer={"id": "{wrong}", "en": "x"}), changed(offer=None),
    ],
)  # fmt: skip
def test_that_a_mistake_is_refused_by_name(text: str) -> None:
    with pytest.raises(BadSopError, match=r"data/sop\.yml"):
        read_sop(text)


def test_that_an_edited_procedure_takes_effect_and_a_broken_one_does_not(tmp_path: Path) -> None:
    file = tmp_path / "sop.yml"
    file.write_text(GOOD, encoding="utf-8")
    sop = SopFile(file)
    assert sop.read()[ComplaintCategory.BILLING].answer_working_days == 2

    file.write_text(changed(answer_working_days=1), encoding="utf-8")
    os.utime(file, (1, 1))
    assert sop.read()[ComplaintCategory.BILLING].answer_working_days == 1

    file.write_text("{", encoding="utf-8")
    os.utime(file, (2, 2))
    assert sop.read()[ComplaintCategory.BILLING].answer_working_days == 1


def test_that_a_procedure_that_was_never_good_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "sop.yml"
    file.write_text("{", encoding="utf-8")

    with pytest.raises(BadSopError):
        SopFile(file).read()


@pytest.mark.parametrize(
    ("escalate", "severity", "person"),
    [
        (Escalate.NEVER, Severity.SEVERE, False), (Escalate.SEVERE, Severity.SEVERE, True),
        (Escalate.SEVERE, Severity.NORMAL, False), (Escalate.ALWAYS, Severity.NORMAL, True),
    ],
)  # fmt: skip
def test_that_a_person_comes_when_the_procedure_says_so(escalate: Escalate, severity: Severity, person: bool) -> None:
    procedure = read_sop(changed(escalate=escalate.value))[ComplaintCategory.BILLING]

    assert procedure.needs_person(severity) is person
