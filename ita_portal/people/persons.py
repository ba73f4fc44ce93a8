"""The person half of a line: whose account it means, what is new about it, and which role it gives."""

from django.contrib.auth.validators import ASCIIUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from agencies.actions import Action
from agencies.choices import AGENCY_ROLES, PROVINCE_ROLES, Role
from agencies.models import Membership, User
from agencies.roster import PersonWish
from agencies.rules import may
from agencies.verdict import YES, Verdict
from evidence.office.doubts import Doubt
from ita_portal.people.agencies import Acts, Where
from ita_portal.people.doubts import doubt
from ita_portal.people.knowing import Known, tight
from ita_portal.people.lines import Line
from thai.wording import squeeze

FACTS = ("display_name", "email", "phone")
MOST = {"username": 150, "display_name": 160, "email": 254, "phone": 60}
ROLE_WORDS: dict[Role, tuple[str, ...]] = {
    Role.STAFF: ("เจ้าหน้าที่", "เจ้าหน้าที่ผู้กรอกผล", "ผู้กรอกผล"),
    Role.HEAD: ("หัวหน้า", "หัวหน้าหน่วยงาน"),
    Role.REVIEWER: ("ผู้ตรวจ", "สำนักงานจังหวัด", "สำนักงานจังหวัด (ผู้ตรวจ)"),
    Role.VIEWER: ("ผู้ดูส่วนกลาง",),
    Role.ADMIN: ("ผู้ดูแลระบบ",),
}
_ROLES = {tight(word): role for role, words in ROLE_WORDS.items() for word in (*words, role.value)}
_plain_name = ASCIIUsernameValidator()


def role_of(typed: str) -> Role | None:
    """Return the role that the words mean, or None."""
    return _ROLES.get(tight(typed))


def _fits(check: object, value: str) -> bool:
    try:
        check(value)  # type: ignore[operator]
    except ValidationError:
        return False
    return True


class PersonDesk:
    """Takes one line after the other; knows what the lines before have said of the same person."""

    def __init__(self, known: Known, by: User | None) -> None:
        self.known, self.by = known, by
        self._met: dict[str, tuple[PersonWish, dict[str, str], Line]] = {}
        self._emails: dict[str, tuple[str, Line]] = {}
        self._roles: dict[tuple[str, str, str], Line] = {}

    @property
    def wishes(self) -> list[PersonWish]:
        """Return the people that are to be made or changed."""
        return [wish for wish, _typed, _line in self._met.values() if wish.is_new or wish.changes or wish.roles]

    def take(self, line: Line, where: Where, acts: Acts, doubts: list[Doubt]) -> None:
        """Judge the line, whose place is known by now."""
        typed = {name: squeeze(line.text(name)) for name in ("username", *FACTS)}
        wanted = squeeze(line.text("role"))
        if not any(typed.values()) and not wanted:
            if not line.text("agency"):
                doubts.append(doubt("row_empty", line.place("agency")))
            return
        if self._wrong(line, typed, doubts):
            return
        key = typed["username"].lower()
        if self._is_strange(line, typed, doubts):
            return
        if key in self._met:
            wish, before, first = self._met[key]
            if any(typed[name] and before[name] and typed[name] != before[name] for name in FACTS):
                doubts.append(doubt("person_differs", line.place("username"), typed["username"], first=first.row))
                return
        else:
            wish = self._meet(line, typed, acts, doubts)
            self._met[key] = wish, typed, line
        self._role(line, where, wish, wanted, acts, doubts)

    def _is_strange(self, line: Line, typed: dict[str, str], doubts: list[Doubt]) -> bool:
        """Say whether the name is an account that is none of the person's business: then nothing is told of it.

        Neither what stands there nor whether a typed address is the right one: two thousand guesses fit in a list.
        """
        there = self.known.by_name.get(typed["username"].lower())
        if there is None or there.pk in self.known.shown:
            return False
        why = self._may(there).reason
        doubts.append(doubt("person_refused", line.place("username"), typed["username"], why=why))
        return True

    def _wrong(self, line: Line, typed: dict[str, str], doubts: list[Doubt]) -> bool:
        """Say whether the words themselves will not do, and why."""
        before = len(doubts)
        for name, text in typed.items():
            if len(text) > MOST[name]:
                doubts.append(doubt("too_long", line.place(name), text[:60], most=MOST[name]))
        name, email = typed["username"], typed["email"]
        if not name:
            doubts.append(doubt("username_missing", line.place("username")))
        elif not _fits(_plain_name, name):
            doubts.append(doubt("username_wrong", line.place("username"), name))
        if email and not _fits(validate_email, email):
            doubts.append(doubt("email_wrong", line.place("email"), email))
        return len(doubts) > before

    def _meet(self, line: Line, typed: dict[str, str], acts: Acts, doubts: list[Doubt]) -> PersonWish:
        name = typed["username"]
        there = self.known.by_name.get(name.lower())
        self._email(line, typed, there, doubts)
        if there is None:
            return self._new(line, typed, acts, doubts)
        wish = PersonWish(there)
        differing = {one: typed[one] for one in FACTS if typed[one] and typed[one] != getattr(there, one)}
        if not there.is_active:
            doubts.append(doubt("person_closed", line.place("username"), name))
        elif differing and (there.has_usable_password() or there.last_login):
            # The facts of an account in use are its person's; an address put in by others could be used to take it.
            for one in differing:
                doubts.append(doubt("person_owns", line.place(one), differing[one], there=getattr(there, one)))
        elif differing and not (verdict := self._may(there)):
            doubts.append(doubt("person_refused", line.place("username"), name, why=verdict.reason))
        else:
            wish.changes = differing
            acts += [("changed.person", f"{getattr(there, one)} → {value}") for one, value in differing.items()]
        return wish

    def _new(self, line: Line, typed: dict[str, str], acts: Acts, doubts: list[Doubt]) -> PersonWish:
        name = typed["username"].lower()
        if name in self.known.by_email or self._emails.get(name, (name,))[0] != name:
            doubts.append(doubt("username_is_email", line.place("username"), typed["username"]))
        if not typed["display_name"]:
            doubts.append(doubt("name_missing", line.place("display_name")))
        if not typed["email"]:
            doubts.append(doubt("email_none", line.place("email")))
        acts.append(("new.person", typed["display_name"]))
        return PersonWish(User(**typed))

    def _email(self, line: Line, typed: dict[str, str], there: User | None, doubts: list[Doubt]) -> None:
        """Say where an address means somebody else: log-in and reset by mail must mean one person."""
        email, name = typed["email"].lower(), typed["username"].lower()
        if not email:
            return
        owners = (self.known.by_email.get(email), self.known.by_name.get(email))
        if any(owner is not None and (there is None or owner.pk != there.pk) for owner in owners):
            doubts.append(doubt("email_taken", line.place("email"), typed["email"]))
        first = self._emails.setdefault(email, (name, line))
        if first[0] == name and email != name and email in self._met:
            # An address that is somebody else's user name in this very list.
            first = (email, self._met[email][2])
        if first[0] != name:
            doubts.append(doubt("email_twice", line.place("email"), typed["email"], first=first[1].row))

    def _role(self, line: Line, where: Where, wish: PersonWish, wanted: str, acts: Acts, doubts: list[Doubt]) -> None:
        role = role_of(wanted)
        if role is None:
            code = "role_unknown" if wanted else "role_missing"
            # An account that is there may be named without a role: its facts alone are meant.
            if wanted or wish.is_new:
                doubts.append(doubt(code, line.place("role"), wanted))
            return
        place = self._place(line, where, role, doubts) if where.settled else None
        if place is None:
            return
        key = (wish.row.username.lower(), role.value, _where_key(place))
        if key in self._roles:
            doubts.append(doubt("row_twice", line.place("username"), wanted, first=self._roles[key].row))
            return
        self._roles[key] = line
        if not wish.is_new and any(_same(held, place) for held in wish.row.held):
            return
        verdict = self._may(place)
        if not verdict:
            doubts.append(doubt("role_refused", line.place("role"), wanted, why=verdict.reason))
        elif not wish.is_new and not (verdict := self._may(wish.row)):
            doubts.append(doubt("person_refused", line.place("username"), wish.row.username, why=verdict.reason))
        else:
            wish.roles.append(place)
            if not wish.is_new:
                acts.append(("changed.role", wanted))

    def _place(self, line: Line, where: Where, role: Role, doubts: list[Doubt]) -> Membership | None:
        """Return the role at its place, without a person; None where the line does not say which."""
        if role in AGENCY_ROLES:
            if where.agency is None:
                doubts.append(doubt("agency_missing", line.place("agency")))
                return None
            return Membership(role=role, agency=where.agency)
        if where.agency is not None:
            doubts.append(doubt("agency_not_needed", line.place("agency"), where.agency.name))
        if role not in PROVINCE_ROLES:
            return Membership(role=role)
        if where.province is None:
            doubts.append(doubt("province_missing", line.place("province")))
            return None
        return Membership(role=role, province=where.province)

    def _may(self, target: Membership | User) -> Verdict:
        return YES if self.by is None else may(self.by, Action.USER_INVITE, target)


def _where_key(place: Membership) -> str:
    if place.agency is not None:
        return f"agency:{place.agency.province_id}:{tight(place.agency.name)}"
    return f"province:{place.province_id or 0}"


def _same(held: Membership, place: Membership) -> bool:
    agency = place.agency.pk if place.agency is not None else None
    if place.agency is not None and agency is None:
        return False
    return (held.role, held.agency_id, held.province_id) == (place.role, agency, place.province_id)
