"""System checks of the portal: what `manage.py check` says before a person meets it as an error page."""

import ctypes
from collections.abc import Mapping
from typing import Any

from django.core import checks

# Shared libraries that WeasyPrint loads when it is imported, and the Debian packages that hold them.
PANGO_LIBRARIES: Mapping[str, str] = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
}


def missing_packages(libraries: Mapping[str, str]) -> list[str]:
    """Return the packages whose shared library (file name → package) cannot be loaded, in order."""
    missing = []
    for library, package in libraries.items():
        try:
            # The loader itself is asked (1 ms); find_library would start a compiler or ldconfig.
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


def pango_messages(libraries: Mapping[str, str]) -> list[checks.CheckMessage]:
    """Return one warning that names the missing packages with their apt-get line, or nothing."""
    missing = missing_packages(libraries)
    if not missing:
        return []
    names = " ".join(missing)
    return [
        checks.Warning(
            f"PDF papers cannot be made: the system packages {names} are missing.",
            hint=f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {names}",
            id="ita_portal.W001",
        )
    ]


@checks.register()
def pango_is_installed(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Warn when Pango is missing, without importing WeasyPrint (0.4 s) into the web process."""
    return pango_messages(PANGO_LIBRARIES)
