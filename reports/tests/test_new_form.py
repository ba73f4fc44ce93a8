"""Next year's form is one folder: a copy of the smallest one is found, listed, previewed and printed as it is."""

import io
import re
import shutil
import sys
from dataclasses import replace
from importlib import import_module, invalidate_caches
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from reports import catalogue, registry
from reports.document import Cell, Column, Document, Section, Table
from reports.output import FORMATS
from reports.selectors import Gaps
from reports.tests.extracting import bare, pdfium_pages
from reports.tests.test_formats import READERS as WORDS
from reports.tests.test_formats import wanted

CODE, NAME = "copied_measures", "แบบรายงานใหม่ของปีหน้า"
HEADING = "ผลการดำเนินงาน (ฉบับใหม่)"
TABLE = (Section(("ก",), (Table((Column("text", "หัว", 100),), ((Cell(),),)),)),)


def size(folder: Path) -> int:
    return sum(len(file.read_bytes()) for file in folder.rglob("*.py"))


@pytest.fixture
def new_form(tmp_path, monkeypatch):
    """A copy of the smallest folder of a round's form with its own code, name and one heading, no other change."""
    smallest = min((form.folder for form in registry.forms().values() if form.of_round), key=size)
    shutil.copytree(smallest, tmp_path / CODE, ignore=shutil.ignore_patterns("__pycache__"))
    for file in (tmp_path / CODE).rglob("*.py"):
        text = file.read_text(encoding="utf-8").replace(f"catalogue.{smallest.name}", f"catalogue.{CODE}")
        text = re.sub(r"^CODE = .*$", f'CODE = "{CODE}"', text, flags=re.MULTILINE)
        text = re.sub(r"^NAME = .*$", f'NAME = "{NAME}"', text, flags=re.MULTILINE)
        text = re.sub(r'(Column\("result", )"[^"]*"', rf'\1"{HEADING}"', text)
        file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(catalogue, "__path__", [*catalogue.__path__, str(tmp_path)])
    registry.forms.cache_clear()
    invalidate_caches()
    yield registry.form(CODE)
    registry.forms.cache_clear()
    for module in [name for name in sys.modules if name.startswith(f"{catalogue.__name__}.{CODE}")]:
        del sys.modules[module]


def test_copied_folder_is_a_form_of_the_catalogue(new_form):
    assert (new_form.code, new_form.name) == (CODE, NAME)
    others = [file.parent.name for file in Path(catalogue.__file__).parent.glob("*/form.py")]
    assert sorted(registry.forms()) == sorted([*others, CODE])


def test_catalogue_is_as_before_without_the_copied_folder():
    assert CODE not in registry.forms()


def test_papers_page_lists_the_new_form_and_shows_it(new_form, client, reviewer, sent):
    client.force_login(reviewer)
    listed = client.get(reverse("reports:papers")).content.decode()
    address = {
        "agency": reverse("reports:agency-paper", args=[CODE, sent.round_id, sent.agency_id]),
        "province": reverse("reports:paper", args=[CODE, sent.round_id]),
    }[new_form.scopes[0]]

    assert f'<option value="{CODE}">{NAME}</option>' in listed
    assert HEADING in client.get(address).content.decode()


@pytest.mark.parametrize("ending", FORMATS)
def test_new_form_is_rendered_in_every_format(new_form, sent, tmp_path, ending):
    target = tmp_path / "paper"
    whose = {"agency": ["--agency", sent.agency.name], "province": ["--province", sent.agency.province.name]}
    call_command(
        "render_report", CODE, "--year", "2570", *whose[new_form.scopes[0]], "--format", ending, "--output", str(target)
    )

    assert bare(HEADING) in bare(READERS[ending](target.read_bytes()))


def test_form_for_agencies_and_provinces_takes_the_owner_that_is_named(new_form, client, reviewer, sent, monkeypatch):
    both = replace(
        new_form,
        scopes=("agency", "province"),
        fetch=lambda subject: subject,
        gaps=lambda subject: Gaps(),
        build=lambda subject: Document(new_form.code, str(subject.owner), ((str(subject.owner),),), TABLE),
    )
    monkeypatch.setitem(registry.forms(), CODE, both)
    client.force_login(reviewer)
    choice = {"code": CODE, "round": sent.round_id}
    pages = [
        client.get(reverse("reports:papers"), choice | extra).context["address"]
        for extra in ({}, {"submission": sent.pk})
    ]

    assert pages == [
        reverse("reports:paper", args=[CODE, sent.round_id]),
        reverse("reports:agency-paper", args=[CODE, sent.round_id, sent.agency_id]),
    ]
    assert [
        str(owner) in client.get(page).content.decode()
        for page, owner in zip(pages, (sent.agency.province, sent.agency), strict=True)
    ] == [True, True]


def test_command_asks_whose_paper_where_a_form_takes_both(new_form, sent, tmp_path, monkeypatch):
    monkeypatch.setitem(registry.forms(), CODE, replace(new_form, scopes=("agency", "province")))
    with pytest.raises(CommandError, match="โปรดระบุ --agency หรือ --province"):
        call_command("render_report", CODE, "--year", "2570", "--format", "html", "--output", str(tmp_path / "x"))


def pdf_words(content: bytes) -> str:
    return "".join(pdfium_pages(content))


def sheet_words(content: bytes) -> str:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return "".join(str(value) for row in sheet.iter_rows(values_only=True) for value in row if value)


def word_words(content: bytes) -> str:
    import docx

    return "".join(cell.text for table in docx.Document(io.BytesIO(content)).tables for cell in table.rows[0].cells)


READERS = {"html": bytes.decode, "pdf": pdf_words, "accessible": pdf_words, "xlsx": sheet_words, "docx": word_words}


@pytest.mark.parametrize("kind", WORDS)
def test_sample_of_the_new_form_says_the_same_words_in_every_format(new_form, kind):
    folder = new_form.build.__module__.rpartition(".")[0]
    document = import_module(f"{folder}.tests.sample").paper()

    assert (document.code, document.tables()[0].columns[-1].heading) == (CODE, HEADING)
    assert WORDS[kind](document) == wanted(document, kind)
