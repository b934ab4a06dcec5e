from __future__ import annotations

from protocol.settings import Settings
from tests.doubles.graph_api.mutations import run_mutations

COUNT = 200
"""`make whatsapp-mutate` sends 10,000."""


def test_that_no_mutated_webhook_is_a_fault_of_ours_or_hides_a_good_message(settings: Settings) -> None:
    verdict = run_mutations(settings, COUNT)

    assert verdict.statuses == {200: COUNT}
    assert verdict.lost == 0
