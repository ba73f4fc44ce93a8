"""No word of a report that was not sent comes out of pictures, kept papers or bundles (rows 21, 22; T1)."""

import io
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse

from ita_portal.tests.permissions.cells import Cell
from ita_portal.tests.permissions.test_crawl import canary, plant
from ita_portal.tests.permissions.visiting import clients, undone
from ita_portal.tests.permissions.world import build
from measures import rules
from reports import bundles
from reports.jobs.working import Maker
from reports.models import PaperJob
from reports.renderers.pool import Pool
from reports.tests.extracting import pdfium_pages

CELLS = (Cell("O", "D"), Cell("O", "S"), Cell("C", "E"), Cell("L", "A"))
SENT = ("S", "R", "A")


@pytest.fixture(scope="module")
def pool():
    made = Pool()
    yield made
    made.close()


@pytest.fixture(scope="module")
def visited(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = build(cells=CELLS)
        plant(world)
        yield world, clients(world)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def second_factor_is_required(settings):
    settings.REQUIRE_MFA = True


def ordered(visited, persona, cell, shape):
    world, people = visited
    typed = {"codes": ["agency_measures", "province_measures"], "shape": shape, "endings": ["pdf", "xlsx", "docx"]}
    return people[persona].post(reverse("reports:bundle", args=[world.places[cell].round.pk]), typed)


def words_of(job) -> str:
    """Everything that can be read in a bundle."""
    with default_storage.open(job.file.name) as file:
        content = file.read()
    if content[:2] != b"PK":
        return "".join(pdfium_pages(content))
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            inner = archive.read(name)
            if inner[:4] == b"%PDF":
                found += pdfium_pages(inner)
                continue
            with zipfile.ZipFile(io.BytesIO(inner)) as paper:
                found += [paper.read(part).decode("utf-8", "replace") for part in paper.namelist()]
    return "".join(found)


def seen_words(visited, persona, cell, shape, pool) -> str:
    with undone():
        ordered(visited, persona, cell, shape)
        Maker(pool=pool).work_once()
        return "".join(words_of(job) for job in PaperJob.objects.filter(state="done").exclude(file="papers/none.pdf"))


@pytest.mark.parametrize("shape", ["pdf", "zip"])
@pytest.mark.parametrize("persona", ["rev", "viewer"])
def test_bundle_holds_the_words_of_sent_reports_alone(visited, pool, persona, shape):
    found = {cell: canary(cell) in seen_words(visited, persona, cell, shape, pool) for cell in CELLS}

    assert found == {cell: cell.state in SENT for cell in CELLS}


@pytest.mark.parametrize("persona", ["anon", "staff", "head", "staff_foreign", "rev_foreign", "admin", "halfauth"])
def test_bundle_is_not_made_for_others(visited, pool, persona):
    with undone():
        for cell in CELLS:
            ordered(visited, persona, cell, "pdf")
        assert PaperJob.objects.filter(state="waiting").count() == 0


def test_words_of_a_draft_are_found_when_the_guards_are_off(visited, pool, monkeypatch):
    """The control: with every state counted as sent, and every export granted, the draft is in the bundle."""
    monkeypatch.setattr(bundles, "SENT", ("D", "E", "S", "R", "A"))
    every = frozenset((round_, state) for round_ in "POCLX+" for state in "-DESRA")
    monkeypatch.setitem(rules.GRANTED, "export.agency", {"reviewer": every})

    assert canary(Cell("O", "D")) in seen_words(visited, "rev", Cell("O", "D"), "pdf", pool)
