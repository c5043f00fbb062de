"""A report in the form asked for: as text, as rows, or as a file that opens elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deskapp.store.report_parts import Report

NEEDS = {"pdf": "pdf", "xlsx": "xlsx"}
"""Forms that need packages of an extra."""


def drawn(report: Report, form: str) -> str | bytes:
    """The report as `text`, `csv`, `html`, `pdf` or `xlsx`, in the language now spoken."""
    from deskapp.outputs import page, pdf, report_rows, reports, sheets, workbook

    if form == "csv":
        return report_rows.csv(report)
    sheet = reports.sheet(report)
    match form:
        case "xlsx":
            return workbook.workbook(sheet, [report_rows.HEAD, *report_rows.figures(report)], report.end)
        case "html":
            return page.page(sheet)
        case "pdf":
            return pdf.sheet(sheet)
    return sheets.text(sheet)


def file(report: Report, form: str) -> bytes:
    """The same as it stands in a file: spreadsheets know Chinese from noise by the mark ahead."""
    made = drawn(report, form)
    return made.encode("utf-8-sig" if form == "csv" else "utf-8") if isinstance(made, str) else made
