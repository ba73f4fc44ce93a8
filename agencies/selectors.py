"""Find agencies and provinces by the names that people type."""

from agencies.models import Agency, Province


class NameProblem(LookupError):
    """A name that fits nothing, or more than one; the message is Thai and lists what was found."""


def find_province(name: str) -> Province:
    """Return the province of that name, typed with or without "จังหวัด".

    Raises NameProblem when there is none.
    """
    wanted = " ".join(name.split()).removeprefix("จังหวัด").strip()
    province = Province.objects.filter(name=wanted).first()
    if province is None:
        raise NameProblem(f"ไม่พบจังหวัดชื่อ “{name}” โปรดตรวจตัวสะกด")
    return province


def find_agency(name: str, province: Province | None = None) -> Agency:
    """Return the one agency of that name, within the province where one is given.

    Raises NameProblem when there is none, or several (the message lists them with their provinces).
    """
    wanted = " ".join(name.split())
    found = Agency.objects.filter(name=wanted).select_related("province")
    matches = list(found.of_province(province) if province else found)
    if not matches:
        where = f"ในจังหวัด{province.name}" if province else ""
        raise NameProblem(f"ไม่พบหน่วยงานชื่อ “{name}”{where} โปรดตรวจตัวสะกด")
    if len(matches) > 1:
        places = ", ".join(f"{agency.name} (จังหวัด{agency.province.name})" for agency in matches)
        raise NameProblem(f"มีหน่วยงานชื่อ “{name}” มากกว่าหนึ่งแห่ง โปรดระบุจังหวัด: {places}")
    return matches[0]
