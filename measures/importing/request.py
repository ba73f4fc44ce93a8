"""What a person wants of a paper: whose, which year, results or not. Names are resolved here."""

from dataclasses import dataclass, replace

from agencies.models import Agency, Province
from agencies.selectors import NameProblem, find_agency
from measures.choices import Grouping, RoundKind
from measures.intake.doubts import doubt
from measures.intake.forms import expectation_doubts
from measures.intake.shapes import Doubt, Reading
from measures.models import Plan, Round
from thai.wording import gettext_noop

_LONGEST_NAME = Agency._meta.get_field("name").max_length or 0


@dataclass(frozen=True)
class Request:
    """One import as asked for.

    `new_agency`: a name that the commit makes an agency of. `own_plan`: the plan is the agency's own, not its
    province's. `round`: the very round, where the person stands on its page; else the plan's round of that kind.
    """

    province: Province
    fiscal_year: int
    agency: Agency | None = None
    new_agency: str = ""
    with_results: bool = False
    round_kind: str = ""
    own_plan: bool = False
    round: Round | None = None

    @property
    def owner(self) -> Province | Agency | None:
        """Whose plan it is; None while the agency that it is to be is not there yet."""
        return self.agency if self.own_plan else self.province

    @property
    def agency_name(self) -> str:
        """The agency's name, whether it is there yet or not."""
        return self.agency.name if self.agency else self.new_agency


def settle(
    request: Request, reading: Reading, *, agency_name: str = "", create: bool = False, own_by_form: bool = False
) -> tuple[Request, list[Doubt]]:
    """Fill in what the paper's own heading says where nothing was chosen, and name what differs.

    `agency_name` as typed; with `create` an unknown one is to be made. What was chosen wins. An agency that has
    a plan of its own in that year is meant with that plan. own_by_form: nobody chose whose plan it is, and form E is
    an agency's own unless its province plans by issue for it.
    """
    heading, doubts = reading.heading, list[Doubt]()
    name = " ".join(agency_name.split())
    own_by_form = own_by_form and heading.form == "E"
    asked = (request.with_results and heading.of_agency) or own_by_form
    if not name and request.agency is None and asked:
        name = heading.agency
    if name and request.agency is None:
        request, doubts = _named(request, name, create=create)
        own = Plan.objects.filter(agency=request.agency, fiscal_year=request.fiscal_year)
        if (request.agency is not None and own.exists()) or (own_by_form and not _planned_by_issue(request)):
            request = replace(request, own_plan=True)
    if request.own_plan and not request.agency_name and not doubts:
        doubts.append(doubt("name_unknown", why=gettext_noop("ต้องระบุหน่วยงานเจ้าของแผน")))
    if request.with_results:
        # Form E is the report of the whole year where it does not say otherwise.
        whole_year = RoundKind.TWELVE.value if heading.form == "E" else ""
        request = replace(request, round_kind=request.round_kind or heading.round or whole_year)
        doubts += _lacks(request, reading)
    doubts += expectation_doubts(
        reading,
        year=request.fiscal_year,
        province=request.province.name,
        agency=request.agency_name,
        round_kind=request.round_kind,
    )
    return request, doubts


def _planned_by_issue(request: Request) -> bool:
    """Whether the province has a plan by issue of that year, for whoever of its agencies reports it."""
    plans = Plan.objects.of_province(request.province).filter(fiscal_year=request.fiscal_year)
    return plans.filter(grouping=Grouping.ISSUE).exists()


def _named(request: Request, name: str, *, create: bool) -> tuple[Request, list[Doubt]]:
    """The request with the agency of that name, or with the name of one to be made."""
    try:
        return replace(request, agency=find_agency(name, request.province)), []
    except NameProblem as problem:
        known = Agency.objects.of_province(request.province).filter(name=name).exists()
        if create and len(name) > _LONGEST_NAME:
            why = f"ชื่อหน่วยงานยาวเกิน {_LONGEST_NAME} ตัวอักษร โปรดย่อชื่อ"
            return request, [doubt("name_unknown", value=name[:80], why=why)]
        if create and not known:
            found = doubt("name_new", value=name, province=request.province.name)
            return replace(request, new_agency=name), [found]
        return request, [doubt("name_unknown", value=name[:_LONGEST_NAME], why=str(problem))]


def _lacks(request: Request, reading: Reading) -> list[Doubt]:
    lacks = []
    if request.round is None and request.round_kind not in (RoundKind.SIX, RoundKind.TWELVE):
        why = gettext_noop("ต้องระบุรอบ 6 หรือ 12 เดือนเมื่อนำเข้าผลการดำเนินงาน")
        lacks.append(doubt("name_unknown", why=why))
    if request.round is not None and not reading.heading.of_agency:
        lacks.append(doubt("form_differs"))
    if reading.heading.of_agency and reading.measures and not request.agency_name:
        lacks.append(doubt("name_unknown", why=gettext_noop("ต้องระบุหน่วยงานเจ้าของผลการดำเนินงาน")))
    return lacks
