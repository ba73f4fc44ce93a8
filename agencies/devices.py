"""What a browser says of itself, in a few words, and an address without its last part. Pure."""

import ipaddress
import re

from django.utils.translation import gettext_noop

# In this order: Edge also says Chrome, Chrome also says Safari.
BROWSERS = (
    ("Line", re.compile(r"\bLine/", re.IGNORECASE)), ("Edge", re.compile(r"\bEdg(?:e|A|iOS)?/")),
    ("Opera", re.compile(r"\bOPR/|\bOpera")), ("Samsung Internet", re.compile(r"SamsungBrowser/")),
    ("Firefox", re.compile(r"\bFirefox/|\bFxiOS/")), ("Chrome", re.compile(r"Chrome/|\bCriOS/|\bChromium/")),
    ("Safari", re.compile(r"\bSafari/")),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", re.compile(r"iPhone")), ("iPad", re.compile(r"iPad")), ("Android", re.compile(r"Android")),
    ("Windows", re.compile(r"Windows")), ("macOS", re.compile(r"Mac OS X|Macintosh")),
    ("ChromeOS", re.compile(r"\bCrOS\b")), ("Linux", re.compile(r"Linux")),
)  # fmt: skip
UNKNOWN = gettext_noop("อุปกรณ์ที่ไม่รู้จัก")
LONGEST_AGENT = 1_000


def device_of(agent: str) -> str:
    """Return "Chrome · Windows" of a User-Agent; the part that is known; UNKNOWN (Thai, to be translated) for none."""
    said = agent[:LONGEST_AGENT]
    parts = (next((name for name, sign in known if sign.search(said)), "") for known in (BROWSERS, SYSTEMS))
    return " · ".join(part for part in parts if part) or UNKNOWN


def network_of(address: str) -> str:
    """Return the beginning of an address: "203.0.x.x", "2001:db8::"; "" for what is no address.

    Enough to tell the office from elsewhere, too little to find a person.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if isinstance(found, ipaddress.IPv4Address):
        return ".".join([*str(found).split(".")[:2], "x", "x"])
    return str(ipaddress.ip_network(f"{found}/32", strict=False).network_address)
