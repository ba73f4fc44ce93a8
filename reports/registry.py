"""The catalogue of official forms: every folder of `reports/catalogue/` with a `form.py`."""

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from reports import catalogue
from reports.document import Document
from thai.digits import Numerals


class UnknownForm(LookupError):
    """No form has this code; the message is Thai and lists the codes there are."""


@dataclass(frozen=True)
class Form:
    """One official form. `scope`: "agency" or "province", whose paper it is. `folder` holds its page.css."""

    code: str
    name: str
    scope: str
    numerals: Numerals
    build: Callable[[Any], Document]
    folder: Path


@cache
def forms() -> dict[str, Form]:
    """All forms by code, in the order of their codes."""
    found = {}
    for entry in pkgutil.iter_modules(catalogue.__path__):
        module_name = f"{catalogue.__name__}.{entry.name}.form"
        if not entry.ispkg or find_spec(module_name) is None:
            continue
        module = import_module(module_name)
        folder = Path(str(module.__file__)).parent
        found[module.CODE] = Form(module.CODE, module.NAME, module.SCOPE, module.NUMERALS, module.build, folder)
    return dict(sorted(found.items()))


def form(code: str) -> Form:
    """The form of that code. Raises UnknownForm."""
    try:
        return forms()[code]
    except KeyError:
        known = ", ".join(forms())
        raise UnknownForm(f"ไม่มีแบบรายงานรหัส “{code}” รหัสที่ใช้ได้: {known}") from None
