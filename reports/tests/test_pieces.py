"""Papers that are laid out already: found by their words, laid out anew when anything changed, dropped when old."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from reports import pieces
from reports.blocks import Photo, Photos
from reports.document import Document, Section
from reports.models import PaperPiece
from reports.renderers import pdf
from reports.renderers.engine import ENGINE
from reports.tests.papers import agency_paper

DAY = dt.timedelta(days=1)
PHOTO = Photo("evidence/1.jpg", "a" * 64, "ประชุม", 40, 30)


def album(photo: Photo) -> Document:
    return Document("annual_results", "อัลบั้ม", (), (Section(("ก",), (Photos(("ภาพ",), (photo,)),)),), layout="report")


def lay(key: str, size: int, used: dt.datetime) -> PaperPiece:
    name = default_storage.save(f"pieces/{key}.pdf", pieces.ContentFile(b"x" * size))
    return PaperPiece.objects.create(key=key, file=name, size=size, pages=1, used_at=used)


def test_key_says_every_word_and_how_it_is_printed():
    paper = agency_paper(1)
    same = [pieces.key_of(agency_paper(1)), pieces.key_of(paper)]
    others = [
        pieces.key_of(agency_paper(2)),
        pieces.key_of(paper.in_numerals("thai")),
        pieces.key_of(replace(paper, draft=True)),
        pieces.key_of(paper, accessible=True),
    ]

    assert len({*same}) == 1
    assert len({*same, *others}) == 5


def test_key_of_a_photo_is_its_content_and_caption_not_its_place():
    moved, other = replace(PHOTO, name="evidence/2.jpg"), replace(PHOTO, digest="b" * 64)

    assert pieces.key_of(album(PHOTO)) == pieces.key_of(album(moved))
    assert pieces.key_of(album(PHOTO)) != pieces.key_of(album(other))
    assert pieces.key_of(album(PHOTO)) != pieces.key_of(album(replace(PHOTO, caption="อบรม")))


def test_words_that_only_look_alike_have_other_keys():
    """A number typed by a person keeps its digits, one of the portal's follows the paper's numerals."""
    from reports.document import Made

    def titled(word):
        return replace(agency_paper(1), title=((word,),))

    assert len({pieces.key_of(titled(word)) for word in ("2566", Made("2566"), 2566)}) == 3


@pytest.mark.django_db
def test_paper_is_laid_out_once_and_served_again_the_same(monkeypatch):
    paper = agency_paper(1)
    first = pieces.rendered(paper)
    # the control: nothing could lay it out a second time
    monkeypatch.setattr(pieces.pdf, "render", None)

    assert pieces.rendered(paper) == first
    assert pieces.find_many([pieces.key_of(paper), "0" * 64]) == {pieces.key_of(paper): first}
    row = PaperPiece.objects.get()
    assert (row.size, row.pages) == (len(first), pieces.count_pages(first))


@pytest.mark.django_db
def test_kept_bytes_are_those_of_the_renderer():
    paper = agency_paper(1)

    assert pieces.rendered(paper) == pdf.render(paper, engine=ENGINE)


@pytest.mark.django_db
def test_piece_whose_file_is_gone_is_laid_out_anew():
    paper = agency_paper(1)
    first = pieces.rendered(paper)
    default_storage.delete(PaperPiece.objects.get().file.name)

    assert pieces.find(pieces.key_of(paper)) is None
    assert pieces.rendered(paper) == first
    assert pieces.find(pieces.key_of(paper)) == first


@pytest.mark.django_db
def test_sweep_drops_what_nobody_wanted_for_long_and_then_what_is_too_much():
    now = timezone.now()
    for number, (size, days) in enumerate([(10, 200), (40, 30), (40, 20), (40, 0)]):
        lay(str(number), size, now - days * DAY)

    assert pieces.sweep_pieces(now, age=100 * DAY, room=90) == 2
    assert list(PaperPiece.objects.values_list("key", flat=True)) == ["2", "3"]
    assert sorted(default_storage.listdir("pieces")[1]) == ["2.pdf", "3.pdf"]


@pytest.mark.django_db
def test_piece_that_is_wanted_again_stays():
    now = timezone.now()
    lay("old", 10, now - 99 * DAY)
    pieces.find("old")

    assert pieces.sweep_pieces(now + 2 * DAY, age=100 * DAY) == 0


@pytest.mark.django_db
def test_piece_that_was_cut_short_is_laid_out_anew():
    """A full disk or a broken copy: kept, it would spoil every bundle that holds the paper."""
    paper = agency_paper(1)
    first = pieces.rendered(paper)
    with default_storage.open(PaperPiece.objects.get().file.name, "wb") as file:
        file.write(first[:500])

    assert pieces.find(pieces.key_of(paper)) is None
    assert (pieces.rendered(paper), pieces.find(pieces.key_of(paper))) == (first, first)
