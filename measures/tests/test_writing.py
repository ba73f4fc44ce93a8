"""An office's own words for its papers: who may write, what is refused, what the history keeps."""

import pytest

from agencies.choices import Role
from agencies.models import AccountEvent
from measures.errors import StaleVersion, WorkflowError
from measures.history import first_broken_link
from measures.models import Event, Prose
from measures.selectors.prose import prose_of, rows_of
from measures.workflow import MAX_TEXT
from measures.writing import fingerprint, reset_prose, save_prose

PLACE = (2568, "score_analysis", "preface")


def write(owner, text, *, by, version=0, proposal="เสนอ", place=PLACE):
    return save_prose(owner, *place, text, version=version, by=by, proposal=proposal)


def stored():
    return [
        (row.agency, row.province, row.fiscal_year, row.paper, row.part, row.text, row.version, row.updated_by)
        for row in Prose.objects.all()
    ]


def events():
    return [(event.action, event.actor, event.chain.agency, event.chain.province, event.changes)
            for event in Event.objects.order_by("pk")]  # fmt: skip


def test_text_is_stored_with_its_event(agency, head):
    row = write(agency, "คำนำของเรา 2568", by=head)

    assert stored() == [(agency, None, *PLACE, "คำนำของเรา 2568", 1, head)]
    assert row.proposed == fingerprint("เสนอ") != fingerprint("เสนออื่น")
    changes = {"prose": ["", "คำนำของเรา 2568"], "paper": "score_analysis", "part": "preface", "year": 2568}
    assert events() == [("prose.edit", head, agency, None, changes)]
    assert (first_broken_link(), AccountEvent.objects.count()) == ("", 0)


def test_text_of_a_province_is_its_own(province, agency, reviewer):
    write(province, "ของจังหวัด", by=reviewer)

    assert prose_of(province, 2568, "score_analysis") == {"preface": "ของจังหวัด"}
    assert prose_of(agency, 2568, "score_analysis") == {}
    assert [(event[0], event[2], event[3]) for event in events()] == [("prose.edit", None, province)]


def test_next_version_follows_the_last(agency, head):
    write(agency, "หนึ่ง", by=head)
    write(agency, "สอง", by=head, version=1)

    assert [(row[5], row[6]) for row in stored()] == [("สอง", 2)]
    assert [event[4]["prose"] for event in events()] == [["", "หนึ่ง"], ["หนึ่ง", "สอง"]]


@pytest.mark.parametrize("version", [0, 7])
def test_stale_version_is_refused_with_both_texts(agency, head, version):
    write(agency, "หนึ่ง", by=head)
    with pytest.raises(StaleVersion) as refusal:
        write(agency, "สอง", by=head, version=version)

    assert (refusal.value.current, refusal.value.typed) == ({"text": "หนึ่ง", "version": 1}, {"text": "สอง"})
    assert [(row[5], row[6]) for row in stored()] == [("หนึ่ง", 1)]


def test_second_click_changes_nothing(agency, head):
    write(agency, "หนึ่ง", by=head)
    write(agency, "หนึ่ง", by=head)

    assert ([(row[5], row[6]) for row in stored()], len(events())) == ([("หนึ่ง", 1)], 1)


def test_same_text_beside_new_figures_is_noted_without_an_event(agency, head):
    write(agency, "หนึ่ง", by=head)
    row = write(agency, "หนึ่ง", by=head, version=1, proposal="เสนอใหม่")

    assert (row.proposed, row.version, len(events())) == (fingerprint("เสนอใหม่"), 2, 1)


def test_reset_lets_the_proposal_print_again_and_keeps_the_count(agency, head):
    write(agency, "หนึ่ง", by=head)
    reset_prose(agency, *PLACE, version=1, by=head)

    assert (prose_of(agency, 2568, "score_analysis"), rows_of(agency, 2568, "score_analysis")["preface"].version) == (
        {},
        2,
    )
    assert [event[4]["prose"] for event in events()] == [["", "หนึ่ง"], ["หนึ่ง", ""]]
    with pytest.raises(StaleVersion):
        write(agency, "จากหน้าต่างเก่า", by=head, version=1)


def test_reset_of_what_nobody_wrote_writes_nothing(agency, head):
    assert reset_prose(agency, *PLACE, version=0, by=head) is None
    assert (stored(), events()) == ([], [])


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "โปรดพิมพ์ข้อความ"), (" \n ", "โปรดพิมพ์ข้อความ"), ("ก" * (MAX_TEXT + 1), "ข้อความยาวเกิน 20,000 ตัวอักษร")],
)
def test_empty_and_too_long_texts_are_refused(agency, head, text, reason):
    with pytest.raises(WorkflowError, match=reason):
        write(agency, text, by=head)

    assert (stored(), events()) == ([], [])


def test_longest_text_is_stored(agency, head):
    assert write(agency, "ก" * MAX_TEXT, by=head).version == 1


@pytest.mark.parametrize("year", [0, 2539, 2701, 70000])
def test_year_that_is_none_is_refused(agency, head, year):
    with pytest.raises(WorkflowError, match=f"ไม่มีปีงบประมาณ พ.ศ. {year}"):
        write(agency, "ก", by=head, place=(year, *PLACE[1:]))


@pytest.mark.parametrize("persona", ["staff", "reviewer", "viewer", "admin", "other head"])
def test_only_the_head_writes_for_an_agency(request, agency, make_agency, make_user, persona):
    if persona == "other head":
        person = make_user(Role.HEAD, make_agency("หน่วยงานอื่น"))
    else:
        person = request.getfixturevalue(persona)
    with pytest.raises(WorkflowError, match="เฉพาะหัวหน้าหน่วยงานหรือสำนักงานจังหวัด"):
        write(agency, "ก", by=person)

    assert (stored(), events()) == ([], [])


@pytest.mark.parametrize("persona", ["staff", "head", "viewer", "admin", "other office"])
def test_only_the_provincial_office_writes_for_a_province(request, province, other_province, make_user, persona):
    if persona == "other office":
        person = make_user(Role.REVIEWER, other_province)
    else:
        person = request.getfixturevalue(persona)
    with pytest.raises(WorkflowError, match="เฉพาะหัวหน้าหน่วยงานหรือสำนักงานจังหวัด"):
        write(province, "ก", by=person)

    assert (stored(), events()) == ([], [])


def test_stored_texts_cost_one_query(agency, head, django_assert_num_queries):
    for part in ("preface", "rationale", "analysis"):
        write(agency, part, by=head, place=(2568, "score_analysis", part))
    with django_assert_num_queries(1):
        found = prose_of(agency, 2568, "score_analysis")

    assert found == {"preface": "preface", "rationale": "rationale", "analysis": "analysis"}
