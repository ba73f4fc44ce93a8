"""Take the handbook's pictures anew: `.venv/bin/python docs/handbook/pictures.py [NAME …]`.

Starts the demo on a database of its own in a temporary folder, opens every screen with Chromium as the person whose
screen it is, in Thai and in English, and writes `pictures/<language>-<name>.webp`. Without names: all of them.
With SITE_URL set, the demo that runs there is used instead.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from PIL.Image import Resampling
from playwright.sync_api import Browser, FloatRect, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
OUT = Path(__file__).resolve().parent / "pictures"
PORT = int(os.environ.get("PORT", "8917"))
# A demo that runs already; without it one is started.
RUNNING = os.environ.get("SITE_URL", "")
SITE = RUNNING or f"http://127.0.0.1:{PORT}"
PATIENCE = 180_000  # milliseconds that a browser waits; a busy machine is no fault
PASSWORD = "demo-ita-2570"  # noqa: S105 - the demo's, on its log-in page
CHROMIUMS = ("/usr/bin/chromium", "/usr/bin/google-chrome")
WIDTH, SHOWN, LARGEST = 1280, 960, 36_000


@dataclass(frozen=True)
class Shot:
    """One picture: whose screen ("" nobody's), which way there, and how much of it.

    way: an address, then words of links to follow. part: a CSS selector to crop to; else the top `height` pixels.
    """

    name: str
    who: str
    way: tuple[str, ...]
    height: int = 900
    part: str = ""


HERO = "section.hero a.btn"
REPORT = "main a[href^='/submissions/']:not([href*='indicator'])"
SHOTS = (
    Shot("login", "", ("/accounts/login/",), 720),
    Shot("factor", "head", ("/accounts/2fa/",), 560),
    Shot("home", "staff", ("/",), 900),
    Shot("inbox", "head", ("/inbox/",), 700),
    Shot("entry", "staff", ("/", HERO), 1100, "article.measure:has([data-links-rows] li + li)"),
    Shot("links", "staff", ("/", HERO), part="[data-links]:has([data-links-rows] li + li)"),
    Shot("files", "staff", ("/", HERO), part="section.files:has(.files__list)"),
    Shot("send", "staff", ("/", REPORT), 900),
    Shot("endorse", "head", ("/", REPORT, "main a[href$='/endorse/']"), 900),
    Shot("register", "staff", ("/register/", "main a[href$='/2570/']"), 900),
    Shot("plan", "province", ("/plans/", "main a[href^='/plans/']:not([href$='new/'])"), 900),
    Shot("import", "province", ("/imports/new/",), 640),
    Shot("round", "province", ("/", "main a[href^='/rounds/']"), 860),
    Shot("calendar", "province", ("/calendar/",), 800),
    Shot("review", "province", ("/review/",), 800),
    Shot("verdict", "province", ("/review/", "main a[href$='/review/']"), 940),
    Shot("board", "province", ("/board/",), 860),
    Shot("remind", "province", ("/", "main a[href^='/rounds/']", "main a[href$='/remind/']"), 860),
    Shot("scores", "province", ("/scores/",), 860),
    Shot("papers", "province", ("/papers/",), 900),
    Shot("public", "", ("/public/99/1/2568/?lang={language}",), 900),
    Shot("people", "province", ("/people/",), 700),
    Shot("viewer", "viewer", ("/nation/",), 860),
    Shot("editions", "admin", ("/editions/",), 760),
)


@contextmanager
def portal() -> Iterator[None]:
    """Run the demo on its own SQLite file and port until the pictures are taken."""
    if RUNNING:
        yield
        return
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3", "MEDIA_ROOT": f"{folder}/media", "DEBUG": "True",
            "SITE_URL": SITE,
        }  # fmt: skip
        manage = [sys.executable, "manage.py"]
        subprocess.run([*manage, "prepare", "--stamp", f"{folder}/stamp"], cwd=ROOT, env=env, check=True)
        serve = [sys.executable, "-m", "gunicorn", "ita_portal.wsgi", "--bind", f"127.0.0.1:{PORT}", "--threads", "4"]
        with subprocess.Popen([*serve, "--log-level", "warning"], cwd=ROOT, env=env) as server:
            try:
                _wait()
                yield
            finally:
                server.terminate()


def _wait() -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{SITE}/healthz").close()  # noqa: S310 - this machine's own address
        except urllib.error.URLError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the portal did not start")


def opened(browser: Browser, who: str, language: str) -> Page:
    """Return a page of that demo person in that language."""
    page = browser.new_context(viewport={"width": WIDTH, "height": 900}, color_scheme="light").new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{SITE}/accounts/login/")
    if who:
        page.fill("input[name=login]", f"demo-{who}")
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(f"{SITE}/")
    if language == "en":
        page.click(".lang button[lang=en]")
    return page


def take(page: Page, shot: Shot, language: str) -> None:
    """Go the way of the picture and write it."""
    page.goto(SITE + shot.way[0].format(language=language))
    for selector in shot.way[1:]:
        # Without its fragment: a page that was scrolled has its parts elsewhere.
        page.goto(SITE + str(page.locator(selector).first.get_attribute("href")).partition("#")[0])
    page.wait_for_load_state("networkidle")
    # A tall window: the bar that sticks to its foot stays off the picture.
    page.set_viewport_size({"width": WIDTH, "height": 900 if not shot.part else 2400})
    box = page.locator(shot.part or "html").first.bounding_box() or {"x": 0, "y": 0, "width": WIDTH, "height": 900}
    box["height"] = min(box["height"], shot.height)
    raw = page.screenshot(clip=FloatRect(**box), full_page=True)
    write(OUT / f"{language}-{shot.name}.webp", raw)


def write(file: Path, raw: bytes) -> None:
    """Write a picture as WebP, SHOWN pixels of WIDTH, as good as fits into LARGEST bytes."""
    with Image.open(BytesIO(raw)) as whole:
        picture = whole.convert("RGB").resize(
            (whole.width * SHOWN // WIDTH, whole.height * SHOWN // WIDTH), Resampling.LANCZOS
        )
        for quality in range(75, 10, -5):
            packed = BytesIO()
            picture.save(packed, "WEBP", quality=quality, method=6)
            if packed.tell() <= LARGEST:
                break
    file.write_bytes(packed.getvalue())
    sys.stdout.write(f"{file.name} {packed.tell():,} bytes, quality {quality}\n")


def main(names: list[str]) -> None:
    """Take the pictures of these names, or all."""
    wanted = [shot for shot in SHOTS if not names or shot.name in names]
    path = next((one for one in CHROMIUMS if Path(one).exists()), None)
    with portal(), sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for language in ("th", "en"):
            pages = {who: opened(browser, who, language) for who in dict.fromkeys(shot.who for shot in wanted)}
            for shot in wanted:
                take(pages[shot.who], shot, language)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
