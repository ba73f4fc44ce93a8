"""Document to HTML: the paper inside a page of the portal, and the same as a file of its own."""

from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString

from reports.document import Document
from reports.renderers.flow import PageWriter
from reports.renderers.shown import show_lines, show_rows
from reports.renderers.stamped import shown_stamp

MEDIA_TYPE = "text/html"
SHEET = "reports/paper.css"


def render(document: Document) -> SafeString:
    """The paper as markup for a page of the portal, which links the style sheet `SHEET`."""
    return render_to_string("reports/paper/document.html", context(document))


def page(document: Document) -> str:
    """The paper as a whole HTML file that needs nothing else."""
    title = escape(" ".join(document.line(line) for line in document.title) or document.name)
    found = finders.find(SHEET)
    with open(str(found), encoding="utf-8") as sheet:
        style = sheet.read()
    return (
        '<!doctype html><html lang="th"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{style}</style></head><body>{render(document)}</body></html>\n"
    )


def context(document: Document) -> dict[str, Any]:
    """What the template walks through; every text already in the document's numerals."""
    if document.layout == "report":
        return {
            "document": document,
            "sections": PageWriter(document).sections(),
            "stamp": shown_stamp(document, joined=False),
        }
    sections = [
        {
            "name": document.line(section.bookmark),
            "tables": [{"columns": table.columns, "rows": show_rows(table, document)} for table in section.tables],
        }
        for section in document.sections
    ]
    return {
        "document": document,
        "front": show_lines(document.front, document),
        "title": show_lines(document.title, document),
        "subtitle": show_lines(document.subtitle, document),
        "sections": sections,
        "stamp": shown_stamp(document, joined=False),
    }
