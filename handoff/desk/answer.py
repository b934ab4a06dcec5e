"""The base of the models that say what the desk's routes answer."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    """Names every field; nothing else is answered."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)
