"""The page of the reports, and each table as a CSV file."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

from flask import Blueprint, Response, abort, render_template, request

from bot.console import reporting
from bot.console.calendar.pages import parsed_day
from bot.console.look import Look, looking, note_opened
from bot.wiring import Desk
from storage import inbox, reports
from storage.exchange.sheets import guarded

USUAL_DAYS = 28
LONGEST_DAYS = 366


def register(room: Blueprint, desk: Desk) -> None:
    @room.get("/reports")
    def reports_page() -> str:
        with looking(desk) as look:
            first, last = _days(look)
            figures, tables = reporting.of(look, first, last)
            start, end = reporting.bounds(look, first, last)
            unclear = reports.not_understood(look.work, start, end)
            values = {
                **look.frame("Reports", inbox.open_cases(look.work)),
                "figures": figures,
                "tables": tables,
                "first": first.isoformat(),
                "last": last.isoformat(),
                "unclear": [(row.id, row.said or "", look.eyes.ago(row.opened_at)) for row in unclear],
            }
        seen = {"cases": [row.id for row in unclear]}
        note_opened(desk, look, ("reports.opened", f"clinic:{look.work.clinic_id}", seen))
        return render_template("console/reports.html", **values)

    @room.get("/reports/<id>.csv")
    def report_file(id: str) -> Response:
        with looking(desk) as look:
            first, last = _days(look)
            _, tables = reporting.of(look, first, last)
        table = next((table for table in tables if table.id == id), None) or abort(404)
        note_opened(
            desk, look, ("report.exported", f"report:{id}", {"from": first.isoformat(), "to": last.isoformat()})
        )
        name = f"{id}-{first.isoformat()}-{last.isoformat()}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(_written(table), mimetype="text/csv", headers=headers)


def _days(look: Look) -> tuple[date, date]:
    today = look.eyes.now.astimezone(look.eyes.zone).date()
    last = parsed_day(request.args.get("last", "")) or today
    first = parsed_day(request.args.get("first", "")) or last - timedelta(days=USUAL_DAYS - 1)
    return max(first, last - timedelta(days=LONGEST_DAYS)) if first <= last else last, last


def _written(table: reporting.Table) -> str:
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow([head or table.title for head in table.heads])
    writer.writerows([[guarded(str(value)) for value in row] for row in table.rows])
    return sheet.getvalue()
