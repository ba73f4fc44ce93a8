"""What may be public of a round: the one allow-list (permissions.md rows 1, 4 and 22b), as plain data.

Of a measure: its group, label, text and steps. Of an approved report: answer, result text (where the measure does not
apply, its reason: form A prints it in the same cell), outcome, links, files marked public. Of the office: name, kind,
province, the office's telephone and web sites, its scores. Of the province's own report: its narratives and how many
agencies gave which answer. When it was approved or locked. Nobody's name, mail or telephone, no remark, no file name,
no word of any other report. Words are Thai, as typed and as papers print them; pages translate what has a translation.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count
from django.utils import translation

from agencies.models import Agency, Province
from assessments.yearly import yearly
from evidence.models import Attachment
from measures.choices import Action, Answer, Grouping, State
from measures.grouping import heads_of
from measures.models import Event, Narrative, Result, ResultAttachment, Round, RoundMeasure, Submission

FORMAT = 1
Data = dict[str, Any]


def approved(round_: Round) -> list[Submission]:
    """Return the reports of a round that may become public: those approved (row 4, X:A)."""
    found = Submission.objects.with_context().filter(round=round_, state=State.APPROVED)
    return list(found.select_related("agency__kind").order_by("agency_id"))


def public_files(submissions: Iterable[Submission]) -> dict[int, list[tuple[int, Attachment]]]:
    """Submission → (result, file) of the files marked public, in the order of measures and files: one query."""
    rows = ResultAttachment.objects.filter(result__submission__in=list(submissions), attachment__is_public=True)
    found: dict[int, list[tuple[int, Attachment]]] = {}
    ordered = rows.select_related("attachment", "result").order_by("result__measure__order", "result_id", "order", "pk")
    for row in ordered:
        found.setdefault(row.result.submission_id, []).append((row.result_id, row.attachment))
    return found


def agency_data(
    round_: Round, submissions: Sequence[Submission], files: dict[int, list[tuple[int, Attachment]]]
) -> dict[int, Data]:
    """Return what each of the approved reports of a round shows, by its key: five queries, and five an agency.

    files: as public_files returns it; a measure names them by their place in that list, from 1.
    """
    results: dict[int, list[Result]] = {one.pk: [] for one in submissions}
    found = Result.objects.filter(submission__in=submissions).select_related("measure")
    for result in found.prefetch_related("result_links__link").order_by("measure__order", "measure_id"):
        results[result.submission_id].append(result)
    heads = _heads(round_)
    return {
        one.pk: office(one.agency, round_)
        | {
            "reported": True,
            "final_at": _moment(one.approved_at),
            "groups": _reported(heads, results[one.pk], files.get(one.pk, [])),
        }
        for one in submissions
    }


def unreported_data(owner: Agency, round_: Round) -> Data:
    """Return what the page shows of a round in which the agency has no approved report.

    The measures are shown where the plan is the agency's own: then they are its page; else they are the province's.
    """
    rows = list(round_.measures.all()) if round_.plan.agency_id == owner.pk else []
    groups = _grouped(_heads(round_), [(row, {}) for row in rows])
    return office(owner, round_) | {"reported": False, "final_at": "", "groups": groups}


def province_data(round_: Round) -> Data:
    """Return the province's own page of its round: measures, counts of the approved reports, narratives: six queries
    and those of the scores."""
    counts: dict[int, dict[str, int]] = {}
    tally = Result.objects.filter(submission__round=round_, submission__state=State.APPROVED)
    for key, answer, count in tally.values_list("measure_id", "answer").annotate(Count("pk")).order_by():
        counts.setdefault(key, {})[answer or "blank"] = count
    rows = list(round_.measures.all())
    told = _narratives(round_)
    groups = _grouped(_heads(round_), [(row, {"counts": _in_order(counts.get(row.pk, {}))}) for row in rows])
    for group in groups:
        own = {(group["number"], one["label"]) for one in group["measures"]}
        group["narratives"] = [one for first, one in told if first in own]
    locked = Event.objects.filter(round=round_, action=Action.ROUND_LOCK).order_by("pk").last()
    return office(round_.plan.province, round_) | {
        "reported": True,
        "final_at": _moment(locked.at if locked else round_.published_at),
        "agencies": Submission.objects.filter(round=round_, state=State.APPROVED).count(),
        "groups": groups,
    }


def office(owner: Agency | Province, round_: Round) -> Data:
    """Return whose page it is, of which round, with the scores up to that year."""
    province = owner if isinstance(owner, Province) else owner.province
    words: Data = {
        "name": owner.name,
        "province": province.name,
        "province_en": province.name_en,
        "code": province.code,
    }
    if isinstance(owner, Agency):
        kind = owner.kind.name if owner.kind else ""
        words |= {"kind": kind, "phone": owner.phone, "websites": [str(one) for one in owner.domains]}
    plan = round_.plan
    return {
        "format": FORMAT,
        "owner": words,
        "round": {"kind": round_.kind, "name": round_.printed_name, "by": Grouping(plan.grouping).value},
        "scores": _scores(owner, plan.fiscal_year),
    }


def _moment(at: dt.datetime | None) -> str:
    """When it became final, in UTC; papers issued before do not say what the page says."""
    return at.astimezone(dt.UTC).isoformat() if at else ""


def _heads(round_: Round) -> dict[int, dict[str, str]]:
    with translation.override("th"):
        return {
            number: {"name": str(head.name), "instrument": head.instrument}
            for number, head in heads_of(round_.plan).items()
        }


def _reported(
    heads: dict[int, dict[str, str]], results: Sequence[Result], files: list[tuple[int, Attachment]]
) -> list[Data]:
    numbers: dict[int, list[int]] = {}
    for number, (result, _file) in enumerate(files, start=1):
        numbers.setdefault(result, []).append(number)
    return _grouped(heads, [(one.measure, _said(one, numbers.get(one.pk, []))) for one in results])


def _said(result: Result, files: list[int]) -> Data:
    """The public fields of one result. A text that was left behind under another answer is not the answer's."""
    applies = result.answer != Answer.NOT_APPLICABLE
    links = [{"typed": row.link.typed, "url": row.link.url} for row in result.result_links.all()]
    return {
        "answer": result.answer,
        "result": result.text if applies else result.reason,
        "outcome": result.outcome if applies else "",
        "links": links,
        "files": files,
    }


def _grouped(heads: dict[int, dict[str, str]], rows: Iterable[tuple[RoundMeasure, Data]]) -> list[Data]:
    groups: dict[int, Data] = {}
    for row, said in rows:
        if row.group not in groups:
            groups[row.group] = {"number": row.group, "name": "", "instrument": ""} | heads.get(row.group, {})
            groups[row.group]["measures"] = []
        steps = [{"label": str(one.get("label", "")), "text": str(one.get("text", ""))} for one in row.substeps]
        groups[row.group]["measures"].append({"label": row.label, "text": row.text, "steps": steps} | said)
    return [groups[number] for number in sorted(groups)]


def _narratives(round_: Round) -> list[tuple[tuple[int, str], Data]]:
    """(place of the first measure covered, narrative with all it covers), in the order of the measures."""
    found = []
    for one in Narrative.objects.filter(round=round_).exclude(text="").prefetch_related("covers"):
        covers = sorted(one.covers.all(), key=lambda row: (row.order, row.pk))
        if covers:
            data = {"covers": [str(row) for row in covers], "text": one.text}
            found.append(((covers[0].order, covers[0].pk), (covers[0].group, covers[0].label), data))
    return [(place, data) for _order, place, data in sorted(found, key=lambda row: row[0])]


def _in_order(counts: dict[str, int]) -> dict[str, int]:
    """The counts that are there, in the order of the answers."""
    codes = [answer.value or "blank" for answer in Answer]
    return {code: counts[code] for code in codes if code in counts}


def _scores(owner: Agency | Province, fiscal_year: int) -> Data:
    """The score cards up to that year: figures as text, None where one is not known."""
    with translation.override("th"):
        table = yearly(owner, until=fiscal_year)
        return {
            "years": list(table.years),
            "levels": [[str(name or ""), bool(hinted)] for name, hinted in table.levels],
            "marks": list(table.marks),
            "rows": [
                {
                    "code": row.code,
                    "name": str(row.name),
                    "instrument": row.instrument,
                    "scores": [None if score is None else f"{score:.2f}" for score in row.scores],
                }
                for row in table.rows
            ],
        }
