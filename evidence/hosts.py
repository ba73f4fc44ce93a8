"""Hosts of links: which two are probably one, mistyped. Pure."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from evidence.kinds import WELL_KNOWN, is_well_known

# What Thai offices end in. "gov.th" is given to nobody and stands in no list of public suffixes: always an error.
SUFFIXES = (
    "go.th", "gov.th", "or.th", "co.th", "ac.th", "in.th", "mi.th", "net.th", "com", "net", "org", "info", "gov", "edu",
)  # fmt: skip
NOBODYS = "gov.th"
# A shorter word one letter apart is another office: moi and moc, doa and doae.
LONG_ENOUGH = 5
# Two provinces, both real.
PROVINCES = frozenset({"ranong", "rayong"})
# Owners of one name under two endings.
BOTH = frozenset({"google", "youtube"})
_WWW = re.compile(r"(?:ww|w{4,5}|wwe|wew|eww|vww|wvw|wwv|ww2w)\.(?=.+\.)")
_DIGITS = re.compile(r"\d+")


def bare(host: str) -> str:
    """Return a host, or whatever a person typed as an office's domain, in lower case and without "www."."""
    text = host.strip().lower()
    text = text.partition("://")[2] or text
    return text.partition("/")[0].removeprefix("www.").rstrip(".")


def within(host: str, domains: Iterable[str]) -> bool:
    """Say whether a host is one of the domains or lies under it."""
    return any(host == domain or host.endswith(f".{domain}") for domain in domains if domain)


def split(host: str) -> tuple[str, str]:
    """Return (name, official ending) of a host; the ending is "" where it is none of ours."""
    for suffix in SUFFIXES:
        if host.endswith(f".{suffix}"):
            return host[: -len(suffix) - 1], suffix
    return host, ""


def twins(uses: Mapping[str, int], domains: Collection[str]) -> dict[str, str]:
    """Return the wrong hosts, each with the host that is probably meant.

    uses: how many measures cite each bare host. domains: the agency's own, bare. Hosts of the agency and of
    well-known services are never the wrong ones; of two others the one cited less is.
    """
    known = {*uses, *domains, *WELL_KNOWN}
    pairs: dict[str, set[str]] = defaultdict(set)
    for one, other in _same_name(known) | _one_letter(known):
        pairs[one].add(other)
        pairs[other].add(one)
    found = {}
    for host in uses:
        better = [mate for mate in pairs[host] if _rank(mate, uses, domains) > _rank(host, uses, domains)]
        if within(host, domains) or is_well_known(host):
            continue
        if www := _WWW.match(host):
            found[host] = host[www.end() :]
        elif better:
            found[host] = max(better, key=lambda mate: (_rank(mate, uses, domains), mate))
        elif split(host)[1] == NOBODYS:
            found[host] = f"{split(host)[0]}.go.th"
    return {host: _end(host, found) for host in found}


def _rank(host: str, uses: Mapping[str, int], domains: Collection[str]) -> tuple[bool, bool, bool, int, bool, bool]:
    suffix = split(host)[1]
    return (
        within(host, domains), is_well_known(host), suffix != NOBODYS, uses.get(host, 0), bool(suffix),
        suffix == "go.th",
    )  # fmt: skip


def _end(host: str, found: Mapping[str, str]) -> str:
    """Return where the chain of corrections ends: a typing error of a typing error is one of the right host."""
    seen = {host}
    while host in found and found[host] not in seen:
        host = found[host]
        seen.add(host)
    return host


def _same_name(hosts: Iterable[str]) -> set[tuple[str, str]]:
    """Return the pairs that differ in their official ending alone."""
    by_name: dict[str, list[str]] = defaultdict(list)
    for host in hosts:
        name, suffix = split(host)
        if suffix and name.rpartition(".")[2] not in BOTH:
            by_name[name].append(host)
    return {(one, other) for same in by_name.values() for one in same for other in same if one < other}


def _one_letter(hosts: Iterable[str]) -> set[tuple[str, str]]:
    """Return the pairs at edit distance 1 that are no two offices: 1 insertion, deletion or exchange."""
    by_rest: dict[str, set[str]] = defaultdict(set)
    for host in hosts:
        by_rest[host].add(host)
        for at in range(len(host)):
            by_rest[host[:at] + host[at + 1 :]].add(host)
    near = [same for same in by_rest.values() if len(same) > 1]
    pairs = {(one, other) for same in near for one in same for other in same if one < other}
    return {pair for pair in pairs if _distance_is_one(*pair) and _is_slip(*pair)}


def _distance_is_one(one: str, other: str) -> bool:
    ahead = 0
    while ahead < min(len(one), len(other)) and one[ahead] == other[ahead]:
        ahead += 1
    more = len(other) - len(one)
    return one[ahead + (more <= 0) :] == other[ahead + (more >= 0) :]


def _is_slip(one: str, other: str) -> bool:
    """Say whether two hosts a letter apart are probably one: not numbered servers, not two short names."""
    if _DIGITS.sub("", one) == _DIGITS.sub("", other):
        return False
    if bool(split(one)[1]) != bool(split(other)[1]):
        return True
    mine, theirs = one.split("."), other.split(".")
    if len(mine) != len(theirs):
        return is_well_known(one) or is_well_known(other)
    a, b = next(pair for pair in zip(mine, theirs, strict=True) if pair[0] != pair[1])
    if {a, b} == PROVINCES:
        return False
    known = is_well_known(one) != is_well_known(other) and min(len(one), len(other)) > LONG_ENOUGH
    return known or min(len(a), len(b)) >= LONG_ENOUGH
