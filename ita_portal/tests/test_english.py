"""English words: complete, and nowhere in what is stored or printed."""

import ast
import gettext
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation.template import templatize
from lxml import html
from openpyxl import load_workbook

from agencies.models import Agency, User
from assessments.consistency import findings
from assessments.models import ScoreCard
from assessments.owners import owner_key
from assessments.scoring import Card, Scheme
from measures import authoring, workflow
from measures.choices import Action, Mark
from measures.models import Event, Submission
from measures.workbook import build_workbook

THAI = re.compile("[\u0e01-\u0e3a\u0e40-\u0e7f]")  # without the sign of the baht
CATALOGUE = settings.BASE_DIR / "locale" / "en" / "LC_MESSAGES"
ROOMS = ("agencies", "assessments", "evidence", "ita_portal", "measures", "reports", "thai")
# What makemessages looks for.
MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
QUOTED = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
IN_TEMPLATE = re.compile(r"\b(?:_|n?gettext)\(\s*" + QUOTED)
IN_CONTEXT = re.compile(r"\bpgettext\(\s*" + QUOTED + ", " + QUOTED)
BLANKS = re.compile(r"%\((\w+)\)|\{(\w*)\}")


def marked_in_code(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if (
            isinstance(node, ast.Call)
            and node.args
            and getattr(node.func, "id", getattr(node.func, "attr", "")) in MARKS
        ):
            for words in node.args[:1]:
                if isinstance(words, ast.Constant) and isinstance(words.value, str):
                    yield words.value


def marked_in_template(file: Path) -> Iterator[str]:
    code = templatize(file.read_text("utf-8"))
    yield from (ast.literal_eval(words) for words in IN_TEMPLATE.findall(code))
    for context, words in IN_CONTEXT.findall(code):
        yield f"{ast.literal_eval(context)}\x04{ast.literal_eval(words)}"


def marked() -> set[str]:
    """Return every text that code and templates mark for translation, as makemessages would find it."""
    code = [
        file
        for room in ROOMS
        for file in (settings.BASE_DIR / room).rglob("*.py")
        if not {"tests", "migrations"} & set(file.parts)
    ]
    pages = [
        file
        for room in ("templates", *ROOMS)
        for file in (settings.BASE_DIR / room).rglob("*")
        if file.suffix in (".html", ".txt") and "tests" not in file.parts
    ]
    found = {words for file in code for words in marked_in_code(file)}
    return found | {words for file in pages for words in marked_in_template(file)}


@pytest.fixture(scope="module")
def english() -> dict[str, str]:
    """Return what the compiled catalogue says: an entry without its English, or a doubtful one, is not in it."""
    with (CATALOGUE / "django.mo").open("rb") as compiled:
        entries = gettext.GNUTranslations(compiled)._catalog
    plain = {words: said for words, said in entries.items() if words and isinstance(words, str)}
    # One and many are entries of their own: the many stand for both.
    return plain | {words[0]: said for words, said in entries.items() if isinstance(words, tuple) and words[1] == 1}


def test_every_marked_text_has_its_english_and_nothing_else_does(english):
    wanted = marked()

    assert (sorted(wanted - english.keys()), sorted(english.keys() - wanted)) == ([], [])
    assert len(wanted) > 900


def test_compiled_catalogue_is_that_of_the_source(english):
    source = (CATALOGUE / "django.po").read_text("utf-8")
    plurals = {ast.literal_eval(words) for words in re.findall(r'^msgid (".*")\nmsgid_plural', source, re.MULTILINE)}
    entry = r'^(?:msgctxt "(.*)"\n)?msgid ((?:"(?:[^"\\]|\\.)*"\n)+)msgstr ((?:"(?:[^"\\]|\\.)*"\n?)+)'
    entries = re.findall(entry, source, re.MULTILINE)
    written = {f"{context}\x04{joined(w)}" if context else joined(w): joined(said) for context, w, said in entries}

    assert "fuzzy" not in source
    assert {words: said for words, said in written.items() if words} == {w: english[w] for w in written if w}
    assert written.keys() - {""} | plurals == english.keys()


def joined(lines: str) -> str:
    return "".join(ast.literal_eval(line) for line in lines.strip().split("\n"))


def test_english_is_english_and_keeps_the_blanks(english):
    thai = {words: said for words, said in english.items() if THAI.search(said)}
    other = {w: said for w, said in english.items() if set(BLANKS.findall(w)) != set(BLANKS.findall(said))}

    assert (thai, other) == ({}, {})


# What is stored or printed is Thai, whoever's screen it was made on


def told(submission: Submission, staff: User, head: User, reviewer: User) -> list[object]:
    """Send, endorse, mark and return a report; return what was stored of it."""
    first = submission.results.order_by("pk")[0]
    workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)
    workflow.act(submission, Action.ENDORSE, by=head)
    authoring.mark(first, Mark.NEEDS_WORK, by=reviewer, reason="ขอลิงก์")
    submission = workflow.act(submission, Action.RETURN, by=reviewer)
    events = list(Event.objects.filter(submission=submission).order_by("pk").values_list("action", "changes", "note"))
    return [submission.content_hash, events, list(first.notes.values_list("kind", "text"))]


def test_history_and_receipts_store_the_same_whatever_the_language(submission, staff, head, reviewer, fill):
    fill(submission)
    made = {}
    for language in ("th", "en"):
        with translation.override(language), transaction.atomic():
            made[language] = told(submission, staff, head, reviewer)
            transaction.set_rollback(True)

    assert made["en"] == made["th"]
    assert len(made["th"][1]) == 4


@pytest.mark.parametrize("name", ["agency_measures", "province_measures"])
def test_papers_print_thai_for_readers_of_english(name, client, submission, reviewer):
    client.force_login(reviewer)
    submission.round.submissions.update(state="S")
    whose = ("reports:agency-paper", [submission.agency_id]) if name == "agency_measures" else ("reports:paper", [])
    address = reverse(whose[0], args=[name, submission.round_id, *whose[1]])
    papers = []
    for language in ("th", "en"):
        client.cookies["django_language"] = language
        tree = html.fromstring(client.get(address).content.decode())
        papers.append([" ".join(part.text_content().split()) for part in tree.find_class("paper")])

    assert papers[0] == papers[1]
    assert THAI.search("".join(papers[0]))


def test_workbook_is_thai_for_readers_of_english(submission):
    def cells() -> list[object]:
        book = load_workbook(io.BytesIO(build_workbook(submission)))
        choices = [one.formula1 for page in book for one in page.data_validations.dataValidation]
        return [choices, [cell.value for page in book for row in page.iter_rows() for cell in row]]

    thai = cells()
    with translation.override("en"):
        assert cells() == thai
    assert "ดำเนินการแล้ว" in str(thai[0])


def words_in(book: bytes) -> list[object]:
    return [cell.value for page in load_workbook(io.BytesIO(book)) for row in page.iter_rows() for cell in row]


@pytest.mark.parametrize("name", ["card-template", "province-file"])
def test_files_of_scores_are_thai_for_readers_of_english(name, client, province, reviewer):
    call_command("load_base", verbosity=0)
    ScoreCard.objects.create(province=province, fiscal_year=2566)
    agency = Agency.objects.create(province=province, name="หน่วยงาน")
    ScoreCard.objects.create(province=province, agency=agency, fiscal_year=2566)
    place = [owner_key(province), 2566] if name == "card-template" else [province.pk]
    client.force_login(reviewer)
    books = []
    for language in ("th", "en"):
        client.cookies["django_language"] = language
        books.append(words_in(client.get(reverse(f"assessments:{name}", args=place)).content))

    assert books[1] == books[0]
    assert "การใช้งบประมาณ" in str(books[0])


def test_findings_of_a_card_speak_the_reader_s_language():
    scheme = Scheme({"9": ("9.1", "9.2")}, {})
    card = Card(figures={"9": Decimal("90.00"), "9.1": Decimal("80.00"), "9.2": Decimal("70.00")})
    with translation.override("en"):
        told = [one.message for one in findings(scheme, card)]

    assert told == [
        "Indicator 9 is printed as 90.00, but its parts make 75.00. "
        "More than one digit may be wrong; compare the original paper"
    ]
