"""The frame of every page: menu by permission, the person, the roles to switch between."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from agencies import rules as agency_rules
from agencies import standing
from agencies.actions import Action
from agencies.choices import Role
from agencies.models import Membership, User
from ita_portal.demo.data import demo_logins
from ita_portal.drafts import Offer, offers_of
from ita_portal.help.places import page_for
from measures.selectors.plans import lists_plans
from measures.selectors.review import reads_reports


@dataclass(frozen=True)
class Entry:
    """One entry of the main menu: its words, the name of its address, and who sees it.

    within: the parts of an address that belong to the entry, too, wherever they stand. A report belongs to
    where the person came from: to the review for those who review, to the first page for everybody else. So do
    plans and rounds for those without a list of plans.
    """

    label: Any
    name: str
    shown: Callable[[User, Membership | None], bool]
    within: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tab:
    """A menu entry as it stands on a page."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Frame:
    """What base.html shows around a page; all empty for a stranger."""

    user: User | None = None
    standing: Membership | None = None
    places: tuple[Membership, ...] = ()
    tabs: tuple[Tab, ...] = ()
    drafts: tuple[Offer, ...] = ()


def _everyone(user: User, place: Membership | None) -> bool:
    return bool(agency_rules.barred(user))


def _stands_somewhere(user: User, place: Membership | None) -> bool:
    return place is not None and bool(agency_rules.barred(user))


def _reads_people(user: User, place: Membership | None) -> bool:
    target = (place.agency or place.province) if place else None
    return bool(agency_rules.may(user, Action.PEOPLE_READ, target))


def _plans(user: User, place: Membership | None) -> bool:
    return bool(lists_plans(user))


def _reviews(user: User, place: Membership | None) -> bool:
    """The provincial office reads what agencies report, the head of an agency what it reports of its own plan."""
    judges = place is not None and place.role in (Role.REVIEWER, Role.HEAD)
    return judges and bool(agency_rules.barred(user)) and reads_reports(user)


def _boards(user: User, place: Membership | None) -> bool:
    """The desk of a province, and the nation; the head of an own plan goes from the round to its board."""
    roles = (Role.REVIEWER, Role.VIEWER, Role.ADMIN)
    return bool(place and place.role in roles and agency_rules.barred(user))


def _reads_nation(user: User, place: Membership | None) -> bool:
    """Whoever stands in the centre; a person of several roles goes there by choosing that one."""
    central = place is not None and place.role in (Role.VIEWER, Role.ADMIN)
    return central and bool(agency_rules.may(user, Action.NATION_READ))


def _is_admin(user: User, place: Membership | None) -> bool:
    return bool(place and place.role == Role.ADMIN and agency_rules.may(user, Action.EDITION_EDIT))


ENTRIES: tuple[Entry, ...] = (
    Entry(_("หน้าหลัก"), "home", _everyone, within=("/submissions/", "/results/", "/plans/", "/rounds/")),
    Entry(_("แผนและมาตรการ"), "measures:plan-list", _plans, within=("/plans/", "/rounds/", "/imports/")),
    Entry(_("ตรวจผล"), "measures:review-list", _reviews, within=("/review/", "/submissions/", "/results/", "/bulk/")),
    Entry(_("ภาพรวมหน่วยงาน"), "measures:board-home", _boards),
    Entry(_("ทั้งประเทศ"), "measures:nation", _reads_nation),
    Entry(_("คะแนน"), "assessments:score-home", _stands_somewhere),
    Entry(_("การเปิดเผยข้อมูล"), "assessments:register-list", _everyone),
    Entry(_("เอกสาร"), "reports:papers", _everyone, within=("/papers/", "/jobs/", "/bundles/", "/memos/", "/crests/")),
    Entry(_("ปฏิทิน"), "measures:calendar", _everyone),
    Entry(_("หน่วยงาน"), "agencies:agency-list", _reads_people),
    Entry(_("ผู้ใช้"), "agencies:people-list", _reads_people),
    Entry(_("จังหวัด"), "agencies:province-list", _is_admin),
    Entry(_("เกณฑ์ประเมิน"), "assessments:edition-list", _is_admin, within=("/suggestions/",)),
)


def tabs(user: User, place: Membership | None, path: str) -> tuple[Tab, ...]:
    """Return the person's menu; current is the last entry that the path is within, or whose address begins it."""
    shown = [(entry, reverse(entry.name)) for entry in ENTRIES if entry.shown(user, place)]
    inside = [url for entry, url in shown if any(part in path for part in entry.within)]
    fitting = [url for _entry, url in shown if (path == url if url == "/" else path.startswith(url))]
    here = inside[-1] if inside else max(fitting, key=len, default="")
    return tuple(Tab(str(entry.label), url, url == here) for entry, url in shown)


def build(request: HttpRequest) -> Frame:
    """Return the frame of the request; a refused or anonymous request gets the empty one."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Frame()
    place = standing.of_request(request)
    return Frame(user, place, user.held, tabs(user, place, request.path), offers_of(request))


def help_url(request: HttpRequest) -> str:
    """Return the address of the page of help for the screen; of the contents where there is no screen."""
    match = request.resolver_match
    if match is None or match.namespace == "help":
        return reverse("help:contents")
    return reverse("help:page", args=[page_for(match.view_name)])


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return `frame`, `demo_logins` and `help_url`; nothing is asked of the database before a page shows it."""
    return {
        "frame": SimpleLazyObject(lambda: build(request)), "demo_logins": SimpleLazyObject(demo_logins),
        "help_url": SimpleLazyObject(lambda: help_url(request)),
    }  # fmt: skip
