"""Templates: the only messages that may be sent on WhatsApp after a customer's 24 hours. Pure but for the file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from handoff.channels.whatsapp_content import Content
from handoff.errors import InvalidInputError, NotFoundError
from protocol.languages import Language

FILE = Path(__file__).parents[2] / "data" / "whatsapp_templates.yml"
MAX_VARIABLE = 300
MAX_BODY = 1024
"""Of a template with its variables filled in."""
_HOLE = re.compile(r"\{\{(\d+)\}\}")


class TemplateFileError(Exception):
    """The file of templates is wrong; the text says where."""


@dataclass(frozen=True)
class Variable:
    """What stands for {{1}}, {{2}} ... in a template."""

    name: str
    example: str
    source: str | None
    """`customer` or `agent` where it is filled in by itself."""
    value: str | None = None
    """What always stands there, unless something else is given."""


@dataclass(frozen=True)
class Template:
    """A message that Meta has approved."""

    name: str
    use: str
    category: str
    bodies: Mapping[Language, str]
    variables: tuple[Variable, ...]

    def language(self, wished: Language) -> Language:
        """The wished language where the template has it, else one that it has."""
        return wished if wished in self.bodies else next(iter(self.bodies))

    def text(self, language: Language, values: Sequence[str]) -> str:
        """What the customer reads."""
        return _HOLE.sub(lambda hole: values[int(hole[1]) - 1], self.bodies[language])


def read_templates(text: str) -> tuple[Template, ...]:
    """Reads the file.

    Raises:
        TemplateFileError: a template has not what it needs, or its text has other holes than variables.
    """
    try:
        found = tuple(_read(each) for each in yaml.safe_load(text))
    except (KeyError, TypeError, ValueError, AttributeError, yaml.YAMLError) as error:
        raise TemplateFileError(f"data/whatsapp_templates.yml: {type(error).__name__}: {error}") from error
    names = [each.name for each in found]
    if len(set(names)) != len(names):
        raise TemplateFileError("data/whatsapp_templates.yml: a name comes twice")
    return found


@cache
def all_templates() -> tuple[Template, ...]:
    """The templates of this installation."""
    return read_templates(FILE.read_text(encoding="utf-8"))


def access_template(name: str) -> Template:
    """A template by name.

    Raises:
        NotFoundError: there is none.
    """
    for each in all_templates():
        if each.name == name:
            return each
    raise NotFoundError("There is no such template.")


def template_for(use: str) -> Template:
    """The template that Sapa sends by itself on an occasion."""
    return next(each for each in all_templates() if each.use == use)


def fill(template: Template, given: Mapping[str, str], known: Mapping[str, str]) -> list[str]:
    """The values in order: those given, else those known by themselves.

    Raises:
        InvalidInputError: one is missing, too long, or has line breaks, which Meta refuses.
    """
    values = []
    for variable in template.variables:
        value = " ".join((given.get(variable.name) or known_value(variable, known) or "").split())
        if not value:
            raise InvalidInputError(f"variables.{variable.name}: is missing.")
        if len(value) > MAX_VARIABLE:
            raise InvalidInputError(f"variables.{variable.name}: may have at most {MAX_VARIABLE} characters.")
        values.append(value)
    return values


def known_value(variable: Variable, known: Mapping[str, str]) -> str | None:
    """What is filled in by itself."""
    return known.get(variable.source or "") or variable.value


def template_content(template: Template, language: Language, values: Sequence[str]) -> Content:
    """The message in Meta's terms."""
    parameters = [{"type": "text", "text": value} for value in values]
    components = [{"type": "body", "parameters": parameters}] if parameters else []
    body = {"name": template.name, "language": {"code": language.value}, "components": components}
    return {"type": "template", "template": body}


def _read(entry: dict[str, Any]) -> Template:
    template = Template(
        name=str(entry["name"]),
        use=str(entry["use"]),
        category=str(entry["category"]),
        bodies={Language(code): str(body) for code, body in entry["languages"].items()},
        variables=tuple(
            Variable(str(each["name"]), str(each["example"]), each.get("from"), each.get("value"))
            for each in entry.get("variables", ())
        ),
    )
    wanted = {str(number) for number in range(1, len(template.variables) + 1)}
    for language, body in template.bodies.items():
        if set(_HOLE.findall(body)) != wanted or len(body) > MAX_BODY:
            raise ValueError(f"{template.name} ({language.value}): the text does not fit its variables")
    return template
