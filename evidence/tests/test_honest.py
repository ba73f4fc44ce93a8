"""Honest addresses get the verdict that a reader would give (T13, the other half): fifty and more kinds of pages."""

import pytest

from evidence.choices import Reach, Why
from evidence.net import Fetcher, Guard, NoCourtesy
from evidence.reading import Found, failed, is_login, judge
from evidence.tests.webserver import certificate, hang_up, only_get, redirect, serving, slow, status, text, zipped

LONG = "<p>" + "ผลการดำเนินงานตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสของหน่วยงาน " * 60 + "</p>"
GOOD = f"<title>ประกาศเจตนารมณ์</title><h1>ประกาศเจตนารมณ์</h1>{LONG}"
FORM = '<form><input name="u"><input type="password" name="p"></form>'


def thai(encoding, kind, meta=""):
    return text(f"<html><head>{meta}<title>ประกาศผล</title></head><body>{LONG}</body></html>", 200, encoding, kind)


# path → (page, reach, detail)
PAGES = {
    "/plain": (text(GOOD), Reach.ALIVE, Why.NONE),
    "/no-title": (text(LONG), Reach.ALIVE, Why.NONE),
    "/empty": (text(""), Reach.ALIVE, Why.NONE),
    "/no-content": (status(204), Reach.ALIVE, Why.NONE),
    "/paper.pdf": (text("%PDF-1.7 ...", kind="application/pdf"), Reach.ALIVE, Why.NONE),
    "/photo.jpg": (text("....", kind="image/jpeg"), Reach.ALIVE, Why.NONE),
    "/no-type": (text("plain words", kind=""), Reach.ALIVE, Why.NONE),
    "/gzip": (zipped(GOOD), Reach.ALIVE, Why.NONE),
    "/huge": (text(GOOD + "x" * 1_000_000), Reach.ALIVE, Why.NONE),
    "/slow": (slow(0.4, GOOD), Reach.ALIVE, Why.NONE),
    "/head-405": (only_get(405, GOOD), Reach.ALIVE, Why.NONE),
    "/head-501": (only_get(501, GOOD), Reach.ALIVE, Why.NONE),
    "/head-404": (only_get(404, GOOD), Reach.ALIVE, Why.NONE),
    "/head-403": (only_get(403, GOOD), Reach.ALIVE, Why.NONE),
    "/head-500": (only_get(500, GOOD), Reach.ALIVE, Why.NONE),
    "/tis-620": (thai("cp874", "text/html; charset=tis-620"), Reach.ALIVE, Why.NONE),
    "/windows-874": (thai("cp874", "text/html; charset=windows-874"), Reach.ALIVE, Why.NONE),
    "/meta-874": (thai("cp874", "text/html", '<meta charset="windows-874">'), Reach.ALIVE, Why.NONE),
    "/unsaid-874": (thai("cp874", "text/html"), Reach.ALIVE, Why.NONE),
    "/utf-16": (thai("utf-16", "text/html"), Reach.ALIVE, Why.NONE),
    "/wrong-charset": (thai("utf-8", "text/html; charset=nonsense"), Reach.ALIVE, Why.NONE),
    "/%E0%B8%9B%E0%B8%A3%E0%B8%B0%E0%B8%81%E0%B8%B2%E0%B8%A8": (text(GOOD), Reach.ALIVE, Why.NONE),
    "/sidebar-login": (text(GOOD + FORM), Reach.ALIVE, Why.NONE),
    "/about-404": (text(f"<title>ถนนหมายเลข 404 แล้วเสร็จ</title>{LONG}"), Reach.ALIVE, Why.NONE),
    "/says-not-found": (text(f"<title>รายงาน</title>{LONG}<p>ไม่พบหน้าที่ผิดพลาด</p>"), Reach.ALIVE, Why.NONE),
    "/says-captcha": (text(f"<title>คู่มือการใช้ captcha</title>{LONG}"), Reach.ALIVE, Why.NONE),
    "/slash": (redirect("/slash/", 301), Reach.ALIVE, Why.NONE),
    "/three": (redirect("/three-2"), Reach.ALIVE, Why.NONE),
    "/session": (redirect("/session?sid=1"), Reach.ALIVE, Why.NONE),
    "/to-thai": (redirect("/ประกาศ", 302), Reach.ALIVE, Why.NONE),
    "/renamed": (redirect("/plain", 301), Reach.MOVED, Why.NONE),
    "/renamed-308": (redirect("/plain", 308), Reach.MOVED, Why.NONE),
    "/other-host": (redirect("http://new.go.th:{port}/plain", 302), Reach.MOVED, Why.NONE),
    "/sent-home": (redirect("/", 302), Reach.MOVED, Why.HOME),
    "/sent-to-index": (redirect("/index.php", 302), Reach.MOVED, Why.HOME),
    "/four": (redirect("/three-0"), Reach.UNCLEAR, Why.HOPS),
    "/loop": (redirect("/loop"), Reach.UNCLEAR, Why.HOPS),
    "/needs-login": (status(401), Reach.LOGIN, Why.WALL),
    "/to-google": (redirect("https://accounts.google.com/ServiceLogin?continue=x"), Reach.LOGIN, Why.WALL),
    "/to-login": (redirect("/login?next=/to-login"), Reach.LOGIN, Why.WALL),
    "/to-wp-login": (redirect("/wp-login.php"), Reach.LOGIN, Why.WALL),
    "/password": (text(f"<title>เข้าสู่ระบบ</title><h1>เข้าสู่ระบบ</h1>{FORM}"), Reach.LOGIN, Why.WALL),
    "/sign-in": (text(f"<title>Sign in - Portal</title>{FORM}"), Reach.LOGIN, Why.WALL),
    "/gone": (status(410), Reach.GONE, Why.NOT_FOUND),
    "/not-there": (status(404), Reach.GONE, Why.NOT_FOUND),
    "/soft-thai": (text("<title>ไม่พบหน้าที่ต้องการ</title><p>กลับหน้าแรก</p>"), Reach.GONE, Why.NOT_FOUND),
    "/soft-english": (text(f"<title>Page not found - Office</title>{LONG}"), Reach.GONE, Why.NOT_FOUND),
    "/soft-heading": (text(f"<title>สำนักงาน</title><h1>404</h1>{LONG}"), Reach.GONE, Why.NOT_FOUND),
    "/soft-short": (
        text("<title>x</title><p>That page you want does not exist</p>"),
        Reach.GONE,
        Why.NOT_FOUND,
    ),
    "/parked": (text("<title>old.go.th</title><p>This domain is for sale</p>"), Reach.GONE, Why.PARKED),
    "/suspended": (text("<title>Account Suspended</title>"), Reach.GONE, Why.PARKED),
    "/error": (status(500), Reach.BROKEN, Why.SERVER),
    "/gateway": (status(502), Reach.BROKEN, Why.SERVER),
    "/hangs-up": (hang_up, Reach.BROKEN, Why.NO_ANSWER),
    "/too-slow": (slow(2.5, GOOD), Reach.BROKEN, Why.NO_ANSWER),
    "/forbidden": (status(403), Reach.UNCLEAR, Why.ROBOT),
    "/too-many": (status(429), Reach.UNCLEAR, Why.ROBOT),
    "/linkedin": (status(999), Reach.UNCLEAR, Why.ROBOT),
    "/cloudflare": (status(503, Server="cloudflare"), Reach.UNCLEAR, Why.ROBOT),
    "/moment": (text("<title>Just a moment...</title><p>Checking your browser</p>"), Reach.UNCLEAR, Why.ROBOT),
    "/captcha": (text("<title>ตรวจสอบ</title><p>Please complete the captcha</p>"), Reach.UNCLEAR, Why.ROBOT),
    "/teapot": (status(418), Reach.UNCLEAR, Why.ODD),
    "/nowhere": (status(302), Reach.UNCLEAR, Why.ODD),
}
STEPS = {
    "/slash/": text(GOOD), "/": text(GOOD), "/index.php": text(GOOD), "/login": text(f"<title>x</title>{FORM}"),
    "/wp-login.php": text(FORM), "/session?": text(GOOD), "/three-0": redirect("/three-1"),
    "/three-1": redirect("/three-2"), "/three-2": redirect("/three-3"), "/three-3": redirect("/plain-3"),
    "/plain-3": text(GOOD),
}  # fmt: skip


def ask(addresses, *, guard, resolve=(), seconds=1.5):
    """Visit the addresses as the checker does; return (reach, detail, title) of each."""
    net = Fetcher(agent="test", courtesy=NoCourtesy(), guard=guard, resolve=resolve, seconds=seconds, walls=is_login)
    found: dict[int, Found] = {}
    for number, address in enumerate(addresses):
        net.add(number, address)
    while len(found) < len(addresses):
        for number, answer in net.step(0.05):
            asked = addresses[number]
            found[number] = failed(answer.failure) if answer.failure else judge(
                asked, final=answer.final, status=answer.status, hops=answer.hops, server=answer.server,
                content_type=answer.content_type, body=answer.body, unverified=answer.unverified,
            )  # fmt: skip
    net.close()
    return [found[number] for number in range(len(addresses))]


@pytest.fixture(scope="module")
def answers():
    """Ask for every page once, all at the same time."""
    seen = set()

    def session(request):
        # A cookie would end the round trip; without one the site goes on regardless.
        if "sid" in request.path:
            return request.say(200, GOOD.encode())
        seen.add(request.path)
        return redirect("/session?sid=1")(request)

    pages = {path: page for path, (page, _reach, _why) in PAGES.items()} | STEPS | {"/session": session}
    with serving(pages) as server:
        pages["/other-host"] = redirect(f"http://new.go.th:{server.port}/plain")
        resolve = [f"{name}:{server.port}:127.0.0.1" for name in ("office.go.th", "new.go.th")]
        guard = Guard(also=[("127.0.0.1", server.port)])
        # Google's own address stands in a redirect only: the wall is known by its name.
        addresses = [f"http://office.go.th:{server.port}{path}" for path in PAGES]
        guard.ports |= {443}
        yield dict(zip(PAGES, ask(addresses, guard=guard, resolve=resolve), strict=True))


def test_honest_pages_are_fifty_and_more():
    assert len(PAGES) >= 50


@pytest.mark.parametrize("path", PAGES)
def test_page_gets_the_verdict_of_a_reader(answers, path):
    _page, reach, why = PAGES[path]

    assert (answers[path].reach, answers[path].detail) == (reach, why)


@pytest.mark.parametrize("path", ["/tis-620", "/windows-874", "/meta-874", "/unsaid-874", "/utf-16", "/wrong-charset"])
def test_title_is_read_in_its_own_charset(answers, path):
    assert (answers[path].title, answers[path].excerpt[:17]) == ("ประกาศผล", "ผลการดำเนินงานตาม")


def test_page_leaves_its_hash_title_and_first_words(answers):
    good = answers["/plain"]

    assert (good.title, len(good.content_hash), good.final_url, good.status) == ("ประกาศเจตนารมณ์", 64, "", 200)
    assert good.excerpt.startswith("ประกาศเจตนารมณ์ ผลการดำเนินงาน")
    assert max(len(answer.excerpt) for answer in answers.values()) <= 2000
    assert answers["/gzip"].content_hash == good.content_hash
    assert answers["/renamed"].final_url.endswith("/plain")


def test_thai_host_is_asked_by_its_ascii_name():
    from evidence import urls

    with serving({"/": text(GOOD)}) as server:
        address = urls.canonical(f"http://สำนักงาน.ไทย:{server.port}/")
        host = address.split("/")[2].partition(":")[0]
        guard = Guard(also=[("127.0.0.1", server.port)])
        found = ask([address], guard=guard, resolve=[f"{host}:{server.port}:127.0.0.1"])

    assert host.startswith("xn--")
    assert [one.reach for one in found] == [Reach.ALIVE]


@pytest.mark.parametrize(
    ("name", "days", "chain", "expected"),
    [
        # The site keeps the certificate in between to itself: browsers find it, so the page counts as there.
        ("office.go.th", 30, True, (Reach.ALIVE, Why.CHAIN)),
        ("office.go.th", 30, False, (Reach.BROKEN, Why.CERTIFICATE)),
        ("office.go.th", -1, False, (Reach.BROKEN, Why.CERTIFICATE)),
        ("other.go.th", 30, True, (Reach.BROKEN, Why.CERTIFICATE)),
    ],
)
def test_certificate_is_judged_as_browsers_do(tmp_path, name, days, chain, expected):
    issuer = certificate(tmp_path, "authority")[1] if chain else None
    context, _pair = certificate(tmp_path, name, issuer=issuer, days=days)
    with serving({"/": text(GOOD)}, context=context) as server:
        guard = Guard(also=[("127.0.0.1", server.port)])
        address = f"https://office.go.th:{server.port}/"
        found = ask([address], guard=guard, resolve=[f"office.go.th:{server.port}:127.0.0.1"])

    assert [(one.reach, one.detail) for one in found] == [expected]


def test_site_without_tls_and_host_that_refuses_are_broken():
    with serving({"/": text(GOOD)}) as server:
        guard = Guard(also=[("127.0.0.1", server.port)])
        plain = ask([f"https://127.0.0.1:{server.port}/"], guard=guard)
    closed = ask([f"http://127.0.0.1:{server.port}/"], guard=guard)

    assert [(one.reach, one.detail) for one in plain + closed] == [
        (Reach.BROKEN, Why.CERTIFICATE), (Reach.BROKEN, Why.NO_ANSWER)
    ]  # fmt: skip


def test_move_to_https_or_www_is_no_move():
    found = [
        judge(asked, final=final, status=200, hops=(301,), body=GOOD.encode(), content_type="text/html").reach
        for asked, final in (
            ("http://office.go.th/a", "https://office.go.th/a"),
            ("http://office.go.th/a", "https://www.office.go.th/a/"),
            ("https://www.office.go.th/a", "https://office.go.th/a"),
            ("https://office.go.th/a?id=1", "https://office.go.th/a?id=2"),
        )
    ]

    assert found == [Reach.ALIVE, Reach.ALIVE, Reach.ALIVE, Reach.MOVED]
