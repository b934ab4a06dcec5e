"""The refusals of the CRM, under one base."""

from __future__ import annotations

from typing import ClassVar


class CrmError(Exception):
    """The CRM refuses; `code` names why for machines, `http_status` for routes that show it."""

    code: ClassVar[str] = "crm_error"
    http_status: ClassVar[int] = 400


class IllegalMoveError(CrmError):
    """An order was asked to go to a stage that does not follow its present one."""

    code = "illegal_move"
    http_status = 409


class BrokenReferencesError(CrmError):
    """A migration would have lost rows that others refer to."""

    code = "broken_references"
    http_status = 500


class BadDatabaseUrlError(CrmError):
    """The database address is of a kind that Sapa does not speak to."""

    code = "bad_database_url"
