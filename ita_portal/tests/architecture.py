"""The rules of the house as functions: each takes the root of a tree and returns what breaks the rule.

A finding is one line, "path:line what is wrong" (the line is left out where the whole file is meant).
`test_architecture.py` runs every rule over this repository and over a small tree with a planted fault.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# Floors of the house, lowest first: a package imports only those before it.
FLOORS = ("thai", "agencies", "evidence", "assessments", "measures", "reports", "ita_portal")

# Rooms inside an app, lowest first; rooms of one number may import each other.
ROOMS = {
    "choices": 0,
    "querysets": 1,
    "models": 1,
    "rules": 2,
    "selectors": 3,
    "workflow": 4,
    "authoring": 4,
    "forms": 5,
    "admin": 5,
    "management": 5,
    "jobs": 5,
    "views": 6,
    "urls": 6,
    "apps": 7,
}
# evidence/urls.py is no list of routes: it holds the canonical form of an address, a pure module.
EXCEPTIONS = {("evidence", "urls"): 0}
SOCKET_MODULES = {
    "socket",
    "pycurl",
    "requests",
    "httpx",
    "aiohttp",
    "urllib3",
    "urllib.request",
    "http.client",
}
MAX_FILE, MAX_FUNCTION, MAX_TEMPLATE = 400, 40, 150
WRITES_AND_FILTERS = {
    "filter", "exclude", "get", "create", "bulk_create", "get_or_create", "update_or_create", "raw",
}  # fmt: skip
# All rows, whatever stands between: `objects.all()`, `objects.order_by(…)`; a sentence of ours ends the search.
ALL_ROWS = re.compile(r"\.(objects|_default_manager|_base_manager)(\.(all|order_by|select_related)\(.*\))*$")
IMPORTERS = {"import_module", "import_string", "__import__"}
SKIPS = {"skip", "skipif", "xfail", "importorskip", "skipIf", "skipUnless", "skipTest", "expectedFailure"}
IGNORED = {"migrations", "vendor", "__pycache__", "node_modules"}


@dataclass(frozen=True)
class Source:
    """One Python file: its path under the root, its text and its syntax tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def parts(self) -> tuple[str, ...]:
        return self.path.with_suffix("").parts

    @property
    def app(self) -> str:
        return self.parts[0]

    @property
    def room(self) -> str:
        return self.parts[1] if len(self.parts) > 1 else ""

    @property
    def is_test(self) -> bool:
        return "tests" in self.parts or self.path.name == "conftest.py"


@cache
def sources(root: Path) -> tuple[Source, ...]:
    """Return the Python files of all floors under `root`, migrations and vendored files left out."""
    found = []
    for app in FLOORS:
        for file in sorted((root / app).rglob("*.py")):
            path = file.relative_to(root)
            if not IGNORED & set(path.parts):
                text = file.read_text(encoding="utf-8")
                found.append(Source(path, text, ast.parse(text, filename=str(path))))
    return tuple(found)


def code(root: Path) -> list[Source]:
    """Return the files that run in production: every source but the tests."""
    return [source for source in sources(root) if not source.is_test]


@cache
def templates(root: Path) -> tuple[tuple[Path, str], ...]:
    """Return (path, text) of every HTML template under `root`."""
    files = sorted([*(root / "templates").rglob("*.html"), *(f for a in FLOORS for f in (root / a).rglob("*.html"))])
    paths = [file.relative_to(root) for file in files]
    return tuple(
        (path, (root / path).read_text(encoding="utf-8"))
        for path in paths
        if not ({"tests", *IGNORED} & set(path.parts))
    )


def imports(source: Source) -> Iterator[tuple[int, str]]:
    """Yield (line, dotted name) of every import, relative ones resolved; `from a import b` yields a.b."""
    is_package = source.path.name == "__init__.py"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                home = source.path.parent.parts if is_package else source.parts[:-1]
                home = home[: len(home) - node.level + 1]
                base = ".".join([*home, base] if base else home)
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in IMPORTERS and node.args:
            # An import in a string is an import all the same.
            yield node.lineno, str(getattr(node.args[0], "value", ""))


def begins_with(name: str, module: str) -> bool:
    """Tell whether a dotted name is a module or lies inside it."""
    return name == module or name.startswith(module + ".")


def floors_point_down(root: Path) -> list[str]:
    """No app imports one of a higher floor."""
    findings = []
    for source in code(root):
        height = FLOORS.index(source.app)
        for line, name in imports(source):
            target = name.split(".")[0]
            if target in FLOORS and FLOORS.index(target) > height:
                findings.append(f"{source.path}:{line} {source.app} imports {target}, which is above it")
    return findings


def room_links(root: Path) -> list[tuple[Source, int, str, str]]:
    """Return (file, line, own room, imported room) of every import inside one app."""
    links = []
    for source in code(root):
        for line, name in imports(source):
            parts = name.split(".")
            if parts[0] == source.app and len(parts) > 1 and parts[1] != source.room:
                links.append((source, line, source.room, parts[1]))
    return links


def place(app: str, room: str) -> int | None:
    """Return the height that a room has by its name, or None."""
    return EXCEPTIONS.get((app, room), ROOMS.get(room))


def room_heights(links: list[tuple[Source, int, str, str]]) -> dict[tuple[str, str], int]:
    """Return the height of every (app, room); a room without a place is as high as what it imports.

    So `models` may use a pure module freely, but not one that reaches `workflow` behind its back.
    """
    heights = {(s.app, room): place(s.app, room) or 0 for s, _, own, other in links for room in (own, other)}
    changed = True
    while changed:
        changed = False
        for source, _, own, other in links:
            if place(source.app, own) is None and heights[source.app, other] > heights[source.app, own]:
                heights[source.app, own] = heights[source.app, other]
                changed = True
    return heights


def rooms_point_down(root: Path) -> list[str]:
    """No room of an app imports a higher room of the same app, directly or through a room between."""
    links = room_links(root)
    heights = room_heights(links)
    return [
        f"{source.path}:{line} {own} imports {other}, a higher room"
        for source, line, own, other in links
        if place(source.app, own) is not None and heights[source.app, other] > heights[source.app, own]
    ]


def thai_is_plain_python(root: Path) -> list[str]:
    """The ground floor needs the standard library only: it can be read, tested and lifted out alone."""
    known = {"thai", *sys.stdlib_module_names}
    return [
        f"{source.path}:{line} imports {name}"
        for source in code(root)
        if source.app == "thai"
        for line, name in imports(source)
        if name.split(".")[0] not in known
    ]


def only_the_demo_stands_the_clock(root: Path) -> list[str]:
    """`measures.clock.told` moves every deadline: the demo tells of past years with it, nothing else may."""
    return [
        f"{source.path}:{line} imports {name}"
        for source in code(root)
        if source.parts[:2] != ("ita_portal", "demo")
        for line, name in imports(source)
        if name == "measures.clock.told"
    ]


def sockets_only_in_net(root: Path) -> list[str]:
    """Only evidence/net.py may open a connection (the guard against requests inside stands there)."""
    return [
        f"{source.path}:{line} imports {name}"
        for source in code(root)
        if source.parts != ("evidence", "net")
        for line, name in imports(source)
        if any(begins_with(name, module) for module in SOCKET_MODULES)
    ]


def weasyprint_only_in_renderers(root: Path) -> list[str]:
    """Only reports/renderers imports WeasyPrint: slow to import, and it fails without Pango."""
    return [
        f"{source.path}:{line} imports {name}"
        for source in code(root)
        if source.parts[:2] != ("reports", "renderers")
        for line, name in imports(source)
        if begins_with(name, "weasyprint")
    ]


def files_are_short(root: Path) -> list[str]:
    """No Python file is longer than 400 lines, no template longer than 150."""
    counts = [(source.path, source.text.count("\n"), MAX_FILE) for source in sources(root)]
    counts += [(path, text.count("\n"), MAX_TEMPLATE) for path, text in templates(root)]
    return [f"{path} {count} lines, {limit} at most" for path, count, limit in counts if count > limit]


def functions_are_short(root: Path) -> list[str]:
    """No function is longer than 40 lines."""
    findings = []
    for source in code(root):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or node.lineno) - node.lineno + 1
                if size > MAX_FUNCTION:
                    findings.append(f"{source.path}:{node.lineno} {node.name} has {size} lines")
    return findings


def no_utils_and_no_signals(root: Path) -> list[str]:
    """No module without a subject, and no effect at a distance."""
    named = [
        f"{source.path} is a {part} module"
        for source in code(root)
        for part in source.parts
        if part in ("utils", "signals")
    ]
    imported = [
        f"{source.path}:{line} imports {name}"
        for source in code(root)
        for line, name in imports(source)
        if "signals" in name.split(".") or begins_with(name, "django.dispatch")
    ]
    return named + imported


def save_has_no_opinions(root: Path) -> list[str]:
    """No model overrides save() or delete(): changes go through workflow or authoring."""
    return [
        f"{source.path}:{node.lineno} {owner.name}.{node.name}"
        for source in code(root)
        if source.room == "models"
        for owner in ast.walk(source.tree)
        if isinstance(owner, ast.ClassDef)
        for node in owner.body
        if isinstance(node, ast.FunctionDef) and node.name in ("save", "delete")
    ]


def views_leave_queries_to_querysets(root: Path) -> list[str]:
    """A view says `objects.visible_to(user)`; it never filters or writes through `objects` itself."""
    findings = []
    for source in code(root):
        if source.room != "views":
            continue
        for node in ast.walk(source.tree):
            if (
                isinstance(node, ast.Attribute)
                and node.attr in WRITES_AND_FILTERS
                and ALL_ROWS.search(ast.unparse(node.value))
            ):
                findings.append(f"{source.path}:{node.lineno} objects.{node.attr}")
    return findings


def one_place_knows_the_era(root: Path) -> list[str]:
    """The 543 years between the eras are written in thai/dates.py and nowhere else."""
    findings = [
        f"{source.path}:{node.lineno} writes 543"
        for source in code(root)
        if source.parts != ("thai", "dates")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and node.value == 543
    ]
    findings += [f"{path} writes 543" for path, text in templates(root) if re.search(r"\b543\b", text)]
    for file in sorted((root / "static" / "js").rglob("*.js")):
        if re.search(r"\b543\b", file.read_text(encoding="utf-8")):
            findings.append(f"{file.relative_to(root)} writes 543")
    return findings


def no_test_is_skipped(root: Path) -> list[str]:
    """No test is skipped or expected to fail."""
    return [
        f"{source.path}:{node.lineno} {node.attr}"
        for source in sources(root)
        if source.is_test
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute)
        and node.attr in SKIPS
        and ast.unparse(node.value) in ("pytest", "pytest.mark", "unittest", "self")
    ]


# What a strict Content-Security-Policy would block: attributes only inside a tag, so that text may say them.
INLINE = {
    "style attribute": re.compile(r"<[a-z][^<>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "script without src": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", re.IGNORECASE),
    "event attribute": re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.IGNORECASE),
    "javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}


def templates_have_nothing_inline(root: Path) -> list[str]:
    """No template carries an inline script, style, event handler or javascript: address."""
    return [
        f"{path}:{text[: match.start()].count(chr(10)) + 1} {name}"
        for path, text in templates(root)
        for name, pattern in INLINE.items()
        for match in pattern.finditer(text)
    ]


QUERY = re.compile(r"\{[{%][^}]*\b(?:objects\.|\w+\.(?:all|exists|\w+_set)\b(?!\())")


def templates_make_no_query(root: Path) -> list[str]:
    """No template walks a relation: selectors hand over what a page shows."""
    return [
        f"{path}:{number} {match.group(0)[:60]}"
        for path, text in templates(root)
        for number, line in enumerate(text.split("\n"), start=1)
        for match in QUERY.finditer(line)
    ]


def parts_say_their_inputs(root: Path) -> list[str]:
    """The first line of a template part reads `{# parts/name.html: its inputs #}`."""
    findings = []
    for path, text in templates(root):
        if "parts" in path.parts[:-1]:
            line = text.split("\n", 1)[0].strip()
            if not re.fullmatch(rf"\{{# (?:\S+/)?parts/(?:\S+/)?{re.escape(path.name)}:\s?.*#\}}", line):
                findings.append(f"{path}:1 does not begin with its name and inputs")
    return findings


RULES: tuple[Callable[[Path], list[str]], ...] = (
    floors_point_down,
    rooms_point_down,
    thai_is_plain_python,
    only_the_demo_stands_the_clock,
    sockets_only_in_net,
    weasyprint_only_in_renderers,
    files_are_short,
    functions_are_short,
    no_utils_and_no_signals,
    save_has_no_opinions,
    views_leave_queries_to_querysets,
    one_place_knows_the_era,
    no_test_is_skipped,
    templates_have_nothing_inline,
    templates_make_no_query,
    parts_say_their_inputs,
)
