"""`/api/desk/reports/...`: figures for supervisors, scores for everybody who serves customers."""

from __future__ import annotations

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import json, text

from handoff.desk.report_views import overview_view, read_figures, scorecard_view
from handoff.desk.routes import Caller, guard
from handoff.desk.staff import SERVES_CUSTOMERS, SUPERVISES
from handoff.quality.csv_export import to_csv
from handoff.quality.period import Period, read_period

reports = Blueprint("desk_reports", url_prefix="/api/desk/reports")


@reports.get("/overview")
@guard(*SUPERVISES)
async def overview(request: Request, caller: Caller) -> HTTPResponse:
    """The figures of a period: volumes, what the bot handled, waits, responses, resolution, ratings."""
    period = _period(request, caller)
    async with caller.parts.record.reading() as session:
        return json((await overview_view(session, period, caller.parts.clock())).model_dump(mode="json"))


@reports.get("/overview.csv")
@guard(*SUPERVISES)
async def overview_csv(request: Request, caller: Caller) -> HTTPResponse:
    """The same figures as a table for spreadsheets."""
    period = _period(request, caller)
    async with caller.parts.record.reading() as session:
        figures = await read_figures(session, period, caller.parts.clock())
    name = f"sapa-{period.first}-{period.last}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return text(to_csv(figures), headers=headers, content_type="text/csv; charset=utf-8")


@reports.get("/scorecard")
@guard(*SERVES_CUSTOMERS)
async def scorecard(request: Request, caller: Caller) -> HTTPResponse:
    """The Moment of Truth scorecard; agents see their own."""
    period = _period(request, caller)
    staff = None if caller.staff.role in SUPERVISES else caller.staff.id
    async with caller.parts.record.reading() as session:
        return json((await scorecard_view(session, period, staff, caller.parts.clock())).model_dump(mode="json"))


def _period(request: Request, caller: Caller) -> Period:
    zone = caller.parts.settings.timezone_info
    return read_period(request.args.get("from"), request.args.get("to"), zone, caller.parts.clock())
