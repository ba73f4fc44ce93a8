"""The world of the permission tests, asked by token instead of by session."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.utils import timezone

from agencies import tokens
from agencies.models import Agency, ApiToken, Scope, User
from assessments.models import Disclosure, DisclosureLink, Edition, Indicator, Instrument, Question, ScoreCard
from evidence.models import Link
from ita_portal.tests.permissions.world import World, attach_photo
from measures import history
from measures.models import ResultLink, ReviewNote, Round, Submission
from reports.models import IssuedFile, IssuedReport, Publication

ALL_SCOPES = tuple(Scope.values)
DAYS = 30


def token_of(user: User, scopes: tuple[str, ...] = ALL_SCOPES, **changed: Any) -> str:
    """Return the text of a new token of the person; `changed` are columns that the row gets afterwards."""
    form = f"{ApiToken.objects.count():032d}"
    token, secret = tokens.issue(user, name="ทดสอบ", scopes=scopes, days=DAYS, form=form, now=timezone.now())
    if changed:
        ApiToken.objects.filter(pk=token.pk).update(**changed)
    return secret


def bearer(secret: str) -> Client:
    """Return a client that sends the token with every request."""
    return Client(raise_request_exception=False, headers={"Authorization": f"Bearer {secret}"})


def bearers(world: World) -> dict[str, Client]:
    """Return a client with a token for each persona, `anon` without; REQUIRE_MFA must be off meanwhile."""
    found = {"anon": Client(raise_request_exception=False)}
    for persona, user in world.people.items():
        if persona == "anon":
            continue
        person = User.objects.get(pk=user.pk)
        if persona == "disabled":
            User.objects.filter(pk=user.pk).update(is_active=True)
            found[persona] = bearer(token_of(User.objects.get(pk=user.pk)))
            User.objects.filter(pk=user.pk).update(is_active=False)
        else:
            found[persona] = bearer(token_of(person))
    return found


def fill_everything(
    count: int, make_agency: Callable[..., Agency], make_round: Callable[..., Round], viewer: User
) -> tuple[list[Agency], Round]:
    """Give each of `count` agencies one of everything that the API shows, and each report `count` of it."""
    agencies = [make_agency() for _number in range(count)]
    round_ = make_round()
    for submission in Submission.objects.filter(round=round_).select_related("agency__province", "round__plan"):
        agency = submission.agency
        Submission.objects.filter(pk=submission.pk).update(state="S")
        link = Link.objects.typed(agency.pk, "https://www.example.go.th/a")
        for result in submission.results.all():
            attach_photo(result, viewer)
            for _number in range(count):
                ResultLink.objects.create(result=result, link=link)
                ReviewNote.objects.create(result=result, kind="comment", author=viewer, text="x")
            history.record(
                "result.edit", by=viewer, agency=agency, submission=submission, round=round_, result=result,
                changes={"text": ["", "x"]}, at=timezone.now(),
            )  # fmt: skip
        _books(agency, link, count)
        _papers(submission, viewer)
    return agencies, round_


def _books(agency: Agency, link: Link, count: int) -> None:
    """Give the agency a card and an OIT item."""
    card = ScoreCard.objects.create(province=agency.province, agency=agency, fiscal_year=2569)
    item = Disclosure.objects.create(agency=agency, fiscal_year=2569, item="o1")
    for number in range(count):
        card.scores.create(number=number + 1, score=80)
        card.figures.create(code=f"i{number + 1}", score=80)
        DisclosureLink.objects.create(disclosure=item, link=link)


def _papers(submission: Submission, by: User) -> None:
    """Give the report an issued paper and a publication."""
    agency, round_ = submission.agency, submission.round
    paper = IssuedReport.objects.create(
        agency=agency, fiscal_year=2570, round=round_, submission=submission, code="agency_measures", number=1,
        title="x", token=f"{agency.pk:032d}", dataset={}, dataset_sha256="0" * 64, template_version="0" * 64,
        issued_by=by, issued_at=timezone.now(),
    )  # fmt: skip
    IssuedFile.objects.create(report=paper, format="pdf", file="x.pdf", file_name="x.pdf", size=1, sha256="a" * 64)
    Publication.objects.create(
        round=round_, agency=agency, fiscal_year=2570, version=1, published_at=timezone.now(), data={}, sha256=""
    )


def make_edition(count: int) -> Edition:
    """Make an edition of 2599 with as many indicators, and questions in each."""
    edition = Edition.objects.create(fiscal_year=2599)
    instrument = Instrument.objects.create(edition=edition, code="IIT", name="x", weight=30)
    for number in range(count):
        indicator = Indicator.objects.create(edition=edition, instrument=instrument, number=number + 1, name="x")
        part = indicator.sub_indicators.create(code="1.1", name="x")
        for code in range(count):
            Question.objects.create(indicator=indicator, sub_indicator=part, code=f"i{code}")
    return edition
