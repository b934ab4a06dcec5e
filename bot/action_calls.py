"""Calls the action server as Rasa does, without what costs much and changes nothing.

Rasa 3.6 checks each answer with `jsonschema.validate`, which examines the schema itself each time: two thirds of a turn
went into a schema that never changes. A validator that is made once gives the same verdicts. And it sends the
domain and every event along, most of which no action of ours looks at.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jsonschema.exceptions import best_match
from jsonschema.protocols import Validator
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

ENDPOINT_OPTIONS = {"enable_selective_domain": True}
"""Of the action endpoint: Rasa leaves the domain out for actions that do not ask for it."""
SENT_EVENTS = frozenset({"user", "action", "active_loop"})
"""What actions read of a conversation; slots come with their values anyway."""
_RASAS_CALL = RemoteAction._action_call_format


def make_action_calls_light() -> None:
    """Gives Rasa's remote actions the prepared validator and the shorter call."""
    RemoteAction._validate_action_result = _check
    RemoteAction._action_call_format = _call


def _call(action: RemoteAction, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    call = _RASAS_CALL(action, tracker, domain)
    call["tracker"]["events"] = [each for each in call["tracker"]["events"] if each["event"] in SENT_EVENTS]
    # rasa-sdk refuses a call without a domain (449); that it is empty is for the action to mind.
    return {**call, "domain": {}}


@lru_cache(maxsize=1)
def _validator() -> Validator:
    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


def _check(_action: RemoteAction, result: dict[str, Any]) -> bool:
    error = best_match(_validator().iter_errors(result))
    if error is not None:
        error.message += ". The action server's answer is not in Rasa's format."
        raise error
    return True
