"""Holds what the service answers against what its OpenAPI document says, and remembers what it has seen."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import httpx
from jsonschema import Draft202012Validator, FormatChecker, RefResolver

Json = dict[str, Any]

FORMATS = FormatChecker(formats=[])


@FORMATS.checks("date-time", raises=ValueError)
def _is_instant(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@FORMATS.checks("date", raises=ValueError)
def _is_day(value: object) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value))


class Witness:
    """Sends requests as a client of the document would."""

    def __init__(self, document: Json) -> None:
        self.document = document
        self.answered: set[tuple[str, int]] = set()
        """Operations and the statuses with which they did what was asked."""
        self.refused: set[tuple[str, int, str]] = set()
        """Operations, statuses and codes with which they did not."""

    async def send(
        self, client: httpx.AsyncClient, operation: str, ids: dict[str, str] | None = None, **request: Any
    ) -> httpx.Response:
        """Sends a request and checks its answer against the document."""
        method, template = operation.split(" ", 1)
        path = re.sub(r"{(\w+)}", lambda match: (ids or {})[match[1]], template)
        response = await client.request(method, path, **request)
        declared = self.document["paths"][template][method.lower()]["responses"]
        assert str(response.status_code) in declared, f"{operation}: {response.status_code} {response.text[:300]}"
        self._check(operation, declared[str(response.status_code)], response)
        return response

    def _check(self, operation: str, declared: Json, response: httpx.Response) -> None:
        for name, header in declared.get("headers", {}).items():
            assert name in response.headers or not header["required"], f"{operation}: no {name}"
        media = response.headers.get("content-type", "").split(";")[0]
        assert (media in declared["content"]) if "content" in declared else not response.content, operation
        if media == "application/json":
            body = response.json()
            self.check(declared["content"][media]["schema"], body)
            if "error" in body:
                self.refused.add((operation, response.status_code, body["error"]["code"]))
                return
        self.answered.add((operation, response.status_code))

    def check(self, schema: Json, value: Any) -> None:
        """Fails when the value is not what the schema says."""
        resolver = RefResolver.from_schema(self.document)
        Draft202012Validator(schema, resolver=resolver, format_checker=FORMATS).validate(value)

    def promised(self) -> tuple[set[tuple[str, int]], set[tuple[str, int, str]]]:
        """What the document says can be answered and refused, less sockets, and failures that nobody can ask for."""
        answers, refusals = set(), set()
        for path, operations in self.document["paths"].items():
            for method, operation in operations.items():
                for status, declared in operation["responses"].items():
                    key = f"{method.upper()} {path}"
                    codes = declared.get("content", {}).get("application/json", {}).get("examples")
                    if codes is None:
                        answers.add((key, int(status)))
                    else:
                        refusals |= {(key, int(status), code) for code in codes}
        answers = {each for each in answers if each[1] != 101}
        return answers, {each for each in refusals if each[2] != "internal"}
