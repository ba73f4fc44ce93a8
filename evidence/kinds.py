"""What kind of page an address leads to, told from the address alone: services, their identifiers, weak evidence."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Weak(TextChoices):
    """Why a page proves little by itself."""

    HOME = "home", _("เป็นหน้าแรก ไม่ใช่หน้าของหลักฐาน")
    CONTACT = "contact", _("เป็นหน้าติดต่อหน่วยงาน ไม่ใช่หน้าของหลักฐาน")
    FILL_IN = "fill_in", _("เป็นหน้าให้กรอกแบบสอบถาม แต่มาตรการนี้ขอผลที่เผยแพร่แล้ว")
    EDITOR = "editor", _("เป็นหน้าสำหรับแก้ไขแบบสอบถามหรือเอกสาร ผู้อ่านทั่วไปอาจเปิดไม่ได้")
    SHORT = "short", _("เป็นลิงก์ย่อ ผู้อ่านไม่เห็นว่าไปที่ใด และอาจหมดอายุ")
    LOGIN = "login", _("เป็นหน้าเข้าสู่ระบบ ผู้อ่านทั่วไปเปิดดูไม่ได้")


@dataclass(frozen=True)
class Service:
    """A well-known service: where its identifiers stand in host + path, and how long they usually are.

    lengths: empty where a service has none that is usual.
    """

    code: str
    pattern: re.Pattern[str]
    lengths: frozenset[int] = frozenset()


def _service(code: str, pattern: str, *lengths: int) -> Service:
    return Service(code, re.compile(pattern), frozenset(lengths))


_U = r"(?:/u/\d+)?"
# The first that fits counts. Lengths as these services give them out (2026).
SERVICES = (
    _service("google-form", rf"docs\.google\.com/forms{_U}/d/e/([\w-]*)", 56),
    _service("google-form-edit", rf"docs\.google\.com/forms{_U}/d/(?!e/|e$)([\w-]*)", 44),
    _service("google-published", r"docs\.google\.com/\w+/d/e/([\w-]*)"),
    _service("google-file", rf"docs\.google\.com/(?:document|spreadsheets|presentation){_U}/d/([\w-]*)", 44),
    _service("google-drive", rf"drive\.google\.com/file{_U}/d/([\w-]*)", 33, 28, 44),
    _service("google-drive", r"drive\.google\.com/(?:open|uc)\?(?:.*&)?id=([\w-]*)", 33, 28, 44),
    _service("google-folder", rf"drive\.google\.com/drive{_U}/(?:mobile/)?folders/([\w-]*)", 33, 28, 19),
    _service("google-short-form", r"forms\.gle/([\w-]*)", 17),
    _service("youtube", r"youtu\.be/([\w-]*)", 11),
    _service("youtube", r"youtube\.com/watch\?(?:.*&)?v=([\w-]*)", 11),
    _service("youtube", r"youtube\.com/(?:embed|shorts|live)/([\w-]*)", 11),
    _service("ms-form", r"forms\.(?:office|microsoft|cloud\.microsoft)\.?(?:com)?/r/([\w-]*)", 10),
)
# Where offices keep forms, files, films and news besides their own site.
WELL_KNOWN = frozenset({
    "docs.google.com", "drive.google.com", "forms.gle", "sites.google.com", "lookerstudio.google.com",
    "datastudio.google.com", "photos.app.goo.gl", "maps.app.goo.gl", "youtube.com", "youtu.be", "facebook.com",
    "m.facebook.com", "web.facebook.com", "fb.watch", "line.me", "lin.ee", "page.line.me", "tiktok.com", "x.com",
    "twitter.com", "instagram.com", "forms.office.com", "forms.microsoft.com", "1drv.ms", "onedrive.live.com",
    "dropbox.com", "canva.com", "anyflip.com", "online.anyflip.com", "pubhtml5.com", "heyzine.com", "padlet.com",
    "web.archive.org", "jotform.com", "form.jotform.com", "surveymonkey.com",
})  # fmt: skip
SHORTENERS = frozenset({
    "bit.ly", "tinyurl.com", "goo.gl", "t.co", "is.gd", "v.gd", "ow.ly", "cutt.ly", "rb.gy", "t.ly", "s.id",
    "shorturl.at", "shorturl.asia", "shorturl.me", "shorturl.com", "url.in.th", "citly.me", "me2.do", "qrco.de",
    "qrgo.page.link", "urlshort.asia", "bitly.ws", "tiny.cc", "shrtco.de", "lnkd.in", "buff.ly",
    "zhort.link", "kutt.it", "dub.sh",
})  # fmt: skip
# Parameters that say where a reader came from, not what is read.
_NOISE = re.compile(r"usp|fbclid|gclid|utm_\w+|igsh|mibextid|pli|ouid|rtpof|sd|si|feature", re.IGNORECASE)
_WALL_HOSTS = ("accounts.google.com", "login.microsoftonline.com", "login.live.com", "signin.aws.amazon.com")
_WALL = re.compile(r"/(?:log-?in|sign-?in|wp-login|wp-admin|user/login|account/login|administrator)(?:\.\w{2,5})?/?$")
_TARGETS = frozenset({"continue", "followup", "next", "returnurl", "redirect_to"})
_EDITOR = re.compile(r"/edit(?:/|$)|/(?:wp-admin|administrator)/|/prefill$")
_FILL_IN = re.compile(
    r"docs\.google\.com/forms/.*/(?:viewform|formResponse|closedform)|^forms\.gle/|^forms\.(?:office|microsoft)\.com/|"
    r"^forms\.cloud\.microsoft/|surveymonkey\.com/r/|^(?:form\.)?jotform\.com/\d+|limesurvey\.\w+/\d+",
)
_WHOLE_HOME = frozenset({"", "index", "default", "home", "main", "th", "en", "th-th", "homepage", "หน้าแรก", "หน้าหลัก"})
_LAST_HOME = re.compile(r"(?:^|[-_.])(?:home|homepage|หน้าแรก|หน้าหลัก)$")
_LAST_CONTACT = re.compile(r"(?:^|[-_.])(?:contacts?|contact[-_]?us|ติดต่อ(?:เรา|หน่วยงาน|สอบถาม)?)$")
_PAGE_FILE = re.compile(r"\.(?:html?|php|aspx?|jsp|cfm)$")
_OWN_PAGE = frozenset({"facebook.com", "m.facebook.com", "web.facebook.com", "instagram.com", "x.com", "twitter.com"})


def bare_host(parts: SplitResult) -> str:
    """Return the host in lower case, without "www."."""
    return (parts.hostname or "").lower().removeprefix("www.").rstrip(".")


def asked(parts: SplitResult) -> list[tuple[str, str]]:
    """Return the parameters that say what is read, in a fixed order."""
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    return sorted(pair for pair in pairs if not _NOISE.fullmatch(pair[0]))


def identified(parts: SplitResult) -> tuple[Service, str] | None:
    """Return the well-known service and the identifier in the address ("" where it is cut off), or None."""
    text = bare_host(parts) + parts.path + (f"?{parts.query}" if parts.query else "")
    for service in SERVICES:
        if found := service.pattern.match(text):
            return service, found[1]
    return None


def page_key(url: str) -> str:
    """Return what names the page, whatever way of writing its address: scheme, "www.", last "/" and noise apart."""
    parts = urlsplit(url)
    if (known := identified(parts)) and known[1]:
        return f"{known[0].code}:{known[1]}"
    rest = "&".join(f"{name}={value}" for name, value in asked(parts))
    # Pages of one address whose views a script draws ("#/plan/12", "#!…") differ in the fragment alone.
    anchor = f"#{parts.fragment}" if parts.fragment[:1] in ("/", "!") else ""
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    return f"{bare_host(parts)}{port}{parts.path.rstrip('/')}?{rest}{anchor}"


def is_well_known(host: str) -> bool:
    """Say whether a host is one of the services that offices use besides their own site."""
    return host.removeprefix("www.") in WELL_KNOWN


def weak(url: str) -> Weak | None:
    """Return why a canonical address proves little by itself, or None."""
    parts = urlsplit(url)
    host, path = bare_host(parts), unquote(parts.path)
    if host in SHORTENERS:
        return Weak.SHORT
    if host.startswith(_WALL_HOSTS) or _WALL.search(path.lower()):
        return Weak.LOGIN
    if _EDITOR.search(path):
        return Weak.EDITOR
    if _FILL_IN.search(host + path):
        return Weak.FILL_IN
    return _entrance(host, path, parts)


def _entrance(host: str, path: str, parts: SplitResult) -> Weak | None:
    """Return HOME or CONTACT where the page is a site's entrance or its contact page."""
    if asked(parts) or parts.fragment[:1] in ("/", "!"):
        return None
    steps = [step for step in path.lower().split("/") if step]
    last = _PAGE_FILE.sub("", steps[-1]) if steps else ""
    if _LAST_CONTACT.search(last):
        return Weak.CONTACT
    if all(_PAGE_FILE.sub("", step) in _WHOLE_HOME for step in steps) or _LAST_HOME.search(last):
        return Weak.HOME
    if host in _OWN_PAGE and len(steps) == 1 and not last.isdigit() and last not in ("watch", "share", "photo"):
        return Weak.HOME
    return None


def behind(url: str) -> str:
    """Return the better address that a weak one holds in itself, or "": a wall's target, a document to read."""
    parts = urlsplit(url)
    for name, value in parse_qsl(parts.query):
        if name.lower() in _TARGETS and value.startswith(("https://", "http://")):
            return value
    known = identified(parts)
    if known and known[0].code == "google-file" and _EDITOR.search(parts.path):
        return f"https://{parts.hostname}{parts.path.partition('/edit')[0]}/preview"
    return ""
