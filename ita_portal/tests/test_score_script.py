"""The grid of scores in a real browser: the script computes what the server computes, and takes blocks of a sheet."""

import json
import random
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from playwright.sync_api import Page, Route

from assessments.cards.grid import Typed, rows_of, scheme_json
from assessments.scoring import Card, computed, rounded, scheme_of
from assessments.tests.score_papers import full_card
from assessments.tests.test_scoring import edition

pytestmark = pytest.mark.browser
SITE = "http://portal.test"
DATA = edition(2566)
SCHEME = scheme_of(DATA)


@pytest.fixture
def page(browser) -> Iterator[Callable[[Typed], Page]]:
    context = browser.new_context()
    tab = context.new_page()
    shown = {"body": ""}

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if path.startswith("/js/"):
            route.fulfill(path=settings.BASE_DIR / "static" / path[1:], content_type="text/javascript")
            return
        scripts = "".join(f'<script src="/js/{name}.js" defer></script>' for name in ("score_sums", "score_grid"))
        head = f'<!doctype html><html lang="th"><head><meta charset="utf-8">{scripts}</head>'
        route.fulfill(content_type="text/html; charset=utf-8", body=head + shown["body"])

    def open_(typed: Typed) -> Page:
        table = render_to_string("assessments/parts/score_grid.html", {"rows": rows_of(DATA, typed, SCHEME)})
        scheme = scheme_json(SCHEME).replace('"', "&quot;")
        shown["body"] = (
            f'<form class="score-form" data-scheme="{scheme}"><input name="level">{table}'
            "<details><textarea name=paste></textarea></details></form>"
        )
        tab.goto(SITE + "/grid")
        return tab

    tab.route(f"{SITE}/**", serve)
    yield open_
    context.close()


def outputs(tab: Page) -> dict[str, str]:
    tab.wait_for_timeout(60)
    found = tab.eval_on_selector_all("output", "all => all.map((one) => [one.dataset.of, one.textContent])")
    return {code: text for code, text in found if text}


def server(card: Card) -> dict[str, str]:
    exact = computed(SCHEME.with_codes([*card.figures, *card.percents]), card)
    return {code: f"{rounded(value):.2f}" for code, value in exact.items()}


def some_cards() -> list[Card]:
    """Whole cards, cards with gaps, with figures out of thin air, with sub-indicators that no edition lists."""
    chance, cards = random.Random(7), []
    for seed in range(6):
        card = full_card(DATA, seed)
        kept = {code: score for code, score in card.figures.items() if chance.random() < (1, 0.8, 0.5)[seed % 3]}
        kept |= {code: Decimal(chance.randint(0, 10_000)) / 100 for code in chance.sample(sorted(kept), 9)}
        kept |= {"9.9": Decimal("33.33")} if seed > 2 else {}
        shares = {code: four for code, four in card.percents.items() if chance.random() < 0.9}
        cards.append(Card(kept, shares))
    return cards


def test_script_computes_what_the_server_computes(page):
    for card in some_cards():
        assert outputs(page(Typed.of_card(card))) == server(card)


def test_script_marks_no_figure_of_a_card_that_adds_up_and_the_one_that_does_not(page):
    card = full_card(DATA)
    tab = page(Typed.of_card(card))
    marked = "all => all.map((one) => one.name)"
    outputs(tab)
    assert tab.eval_on_selector_all(".score-cell.is-off", marked) == []
    tab.fill('[name="9.1:score"]', str((card.figures["9.1"] + 10) % 100))
    outputs(tab)
    assert tab.eval_on_selector_all(".score-cell.is-off", marked) == ["9:score", "9.1:score"]


CELLS = ["๙๔.๗๑", "94,71", " 94.71 % ", "94. 71 คะแนน", "-", "", "101", "-3", "ดี", ".5", "95.515", "1,234"]


def test_script_reads_a_cell_as_the_server_does(page):
    tab = page(Typed())
    # The rest of the indicator is known, so that its mean tells how the cell was read.
    for n in (1, 3, 4, 5, 6):
        tab.fill(f'[name="i{n}:score"]', "50")
    for typed in CELLS:
        tab.fill('[name="i2:score"]', typed)
        grid = Typed({"i2:score": typed} | {f"i{n}:score": "50" for n in (1, 3, 4, 5, 6)})

        assert outputs(tab) == server(grid.card()), typed
        assert tab.text_content('[id="e-i2:score"]') == grid.errors.get("i2:score", ""), typed


PASTE = """(cell, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def values(tab: Page, *names: str) -> list[str]:
    return [tab.input_value(f'[name="{name}"]') for name in names]


def test_block_with_codes_goes_to_its_rows(page):
    tab = page(Typed())
    block = "รวม\tx\t๙๒.๘๔\nระดับ\t\tผ่าน\ni1.1\tข้อ\t0\t0\t10\t90\t96.70\n๐๓๑\tประกาศ\t100\nx9\tไม่รู้จัก\t5\n"
    tab.locator('[name="1:score"]').evaluate(PASTE, block)
    assert values(tab, "overall:score", "level", "i1.1:much", "i1.1:score", "o31:score", "1:score") == [
        "92.84", "ผ่าน", "10", "96.70", "100", "",
    ]  # fmt: skip
    assert values(tab, "paste") == ["x9\tไม่รู้จัก\t5"]
    assert outputs(tab)["i1.1"] == "96.70"


def test_block_without_codes_fills_from_the_cell_on(page):
    tab = page(Typed())
    tab.locator('[name="i1.1:least"]').evaluate(PASTE, "0\t๑\t20\t79\t92.73\n5\t5\t45\t45\t76.80")
    names = [f"i1.{n}:{column}" for n in (1, 2) for column in ("least", "little", "much", "most", "score")]
    assert values(tab, *names) == ["0", "1", "20", "79", "92.73", "5", "5", "45", "45", "76.80"]


def test_arrows_and_enter_move_in_the_column_and_send_nothing(page):
    tab = page(Typed())
    tab.focus('[name="i1.1:most"]')
    moved = []
    for key in ("ArrowDown", "Enter", "ArrowUp", "Shift+Enter"):
        tab.keyboard.press(key)
        moved.append(tab.evaluate("document.activeElement.name"))
    assert moved == ["i1.2:most", "i2:most", "i1.2:most", "i1.1:most"]
    assert tab.url == SITE + "/grid"


def test_rows_that_are_not_shown_are_passed_over(page):
    tab = page(Typed())
    tab.add_style_tag(content=".score-d2,.score-d3{display:none}")
    tab.focus('[name="1:score"]')
    tab.keyboard.press("ArrowDown")
    assert tab.evaluate("document.activeElement.name") == "2:score"
    tab.locator('[name="1:score"]').evaluate(PASTE, "94.71\n88.36\n91.42")
    assert values(tab, "1:score", "i1:score", "2:score", "3:score") == ["94.71", "", "88.36", "91.42"]


def test_grid_of_more_fields_than_the_server_takes_is_sent_as_one(page):
    tab = page(Typed({f"i{n}.{m}:least": "1" for n in range(31, 61) for m in range(1, 6)}))
    tab.evaluate("document.forms[0].addEventListener('submit', (event) => event.preventDefault())")
    tab.evaluate("document.forms[0].requestSubmit()")
    sent = dict(tab.evaluate("Array.from(new FormData(document.forms[0]).entries())"))
    assert sorted(sent) == ["grid", "level", "paste"]
    assert json.loads(sent["grid"])["i31.1:least"] == "1"
