"""The four small scripts in a real browser: autosave and its troubles, review keys, rows of links, copying.

The pages and the server's answers are set here; the scripts are the ones that people get.
"""

import json

import pytest
from django.conf import settings
from playwright.sync_api import Page, Route

pytestmark = pytest.mark.browser
SITE = "http://portal.test"
FORM = """
<body data-user="7" data-login-url="/login"><form data-autosave data-autosave-url="/save" action="/save" method="post">
<input type="hidden" name="csrfmiddlewaretoken" value="old"><input type="hidden" name="version" value="1">
<textarea name="text">เดิม</textarea><p data-autosave-status hidden></p></form>
<b data-progress="left">3</b><button id="away">x</button>
"""


class Server:
    """Answers the browser: one page, the scripts from static/js, and /save with what the test says."""

    def __init__(self) -> None:
        self.page = ""
        self.saves: list[str] = []
        self.answer: tuple[int, dict] | None = (200, {"saved_at": "10:42", "version": 2, "progress": {"left": "2"}})

    def serve(self, route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if path.startswith("/js/"):
            route.fulfill(path=settings.BASE_DIR / "static" / path[1:], content_type="text/javascript")
        elif path == "/save":
            self.saves.append(route.request.post_data or "")
            if self.answer is None:
                route.abort("connectionfailed")
            else:
                status, data = self.answer
                route.fulfill(status=status, content_type="application/json", body=json.dumps(data))
        else:
            scripts = "".join(
                f'<script src="/js/{n}.js" defer></script>' for n in ("autosave", "keys", "links", "copy")
            )
            head = f'<!doctype html><html lang="th"><head><meta charset="utf-8">{scripts}</head>'
            route.fulfill(content_type="text/html; charset=utf-8", body=head + self.page)


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def page(browser, server: Server) -> Page:
    page = browser.new_page()
    page.route("**/*", server.serve)
    return page


def open_page(page: Page, server: Server, html: str) -> None:
    server.page = html
    page.goto(SITE + "/page")


def type_and_leave(page: Page, text: str) -> None:
    page.fill("textarea", text)
    page.focus("#away")


def test_autosave_sends_when_the_field_is_left_and_says_when(page, server):
    open_page(page, server, FORM)

    type_and_leave(page, "ใหม่")
    page.wait_for_selector("text=บันทึกแล้ว 10.42 น.")

    assert len(server.saves) == 1
    assert ("ใหม่" in server.saves[0], page.input_value("[name=version]")) == (True, "2")
    assert page.inner_text("[data-progress=left]") == "2"


def test_autosave_sends_nothing_twice(page, server):
    open_page(page, server, FORM)
    type_and_leave(page, "ใหม่")
    page.wait_for_selector("text=บันทึกแล้ว 10.42 น.")

    page.focus("textarea")
    page.focus("#away")
    page.wait_for_timeout(200)

    assert len(server.saves) == 1


def test_autosave_keeps_both_texts_on_a_conflict(page, server):
    server.answer = (409, {"message": "ผู้อื่นแก้ไขแล้ว", "html": "<p>ข้อความของเขา</p>"})
    open_page(page, server, FORM)

    type_and_leave(page, "ของฉัน")
    page.wait_for_selector("text=ผู้อื่นแก้ไขแล้ว")

    assert (page.input_value("textarea"), page.is_visible("text=ข้อความของเขา")) == ("ของฉัน", True)


def test_autosave_keeps_the_text_when_the_session_has_ended(page, server):
    server.answer = (401, {"message": "หมดเวลา"})
    open_page(page, server, FORM)

    type_and_leave(page, "ของฉัน")
    page.wait_for_selector("text=เข้าสู่ระบบในแท็บใหม่ แล้วกดบันทึกอีกครั้ง")

    assert page.input_value("textarea") == "ของฉัน"


def test_after_the_same_person_logs_in_again_the_text_is_saved_with_the_new_token(page, server):
    server.answer = (401, {})
    open_page(page, server, FORM)
    type_and_leave(page, "ของฉัน")
    page.wait_for_selector("text=บันทึกอีกครั้ง")
    server.answer = (200, {"saved_at": "11:00", "version": 2})
    server.page = FORM.replace('value="old"', 'value="new"')

    page.click("button:has-text('บันทึกอีกครั้ง')")
    page.wait_for_selector("text=บันทึกแล้ว 11.00 น.")

    assert ("new" in server.saves[-1], "ของฉัน" in server.saves[-1]) == (True, True)


def test_another_person_s_session_never_takes_the_text(page, server):
    server.answer = (401, {})
    open_page(page, server, FORM)
    type_and_leave(page, "ของฉัน")
    page.wait_for_selector("text=บันทึกอีกครั้ง")
    server.page = FORM.replace('data-user="7"', 'data-user="8"')
    sent = len(server.saves)

    page.click("button:has-text('บันทึกอีกครั้ง')")
    page.wait_for_selector("text=มีบัญชีอื่นเข้าสู่ระบบอยู่")

    assert (len(server.saves), page.input_value("textarea")) == (sent, "ของฉัน")


def test_autosave_tries_again_when_the_network_is_back(page, server):
    server.answer = None
    open_page(page, server, FORM)
    type_and_leave(page, "ของฉัน")
    page.wait_for_selector("text=เครือข่ายไม่ตอบ")
    server.answer = (200, {"saved_at": "12:00", "version": 2})

    page.focus("textarea")
    page.focus("#away")

    page.wait_for_selector("text=บันทึกแล้ว 12.00 น.")


def test_review_keys_work_but_not_while_typing_or_when_turned_off(page, server):
    open_page(page, server, """<body><input type="checkbox" data-keys-toggle>
        <label><input type="radio" name="v" value="ok" data-key="a"></label>
        <label><input type="radio" name="v" value="back" data-key="r" data-key-focus="#why"></label>
        <textarea id="why"></textarea>""")  # fmt: skip

    page.keyboard.press("r")
    assert page.evaluate("[document.querySelector('[value=back]').checked, document.activeElement.id]") == [True, "why"]
    page.keyboard.press("a")
    assert (page.input_value("#why"), page.is_checked("[value=ok]")) == ("a", False)
    page.uncheck("[data-keys-toggle]")
    page.keyboard.press("a")
    assert page.is_checked("[value=ok]") is False
    page.check("[data-keys-toggle]")
    page.keyboard.press("a")
    assert page.is_checked("[value=ok]") is True


def test_rows_of_links_are_added_and_taken_away(page, server):
    open_page(page, server, """<body><form><div data-links><ul data-links-rows>
        <li data-links-row><input name="links" value="a"><button data-links-remove hidden>x</button></li></ul>
        <template><li data-links-row><input name="links" id="l-__n__">
        <button data-links-remove>x</button></li></template>
        <button data-links-add hidden>+</button></div></form>""")  # fmt: skip

    page.click("[data-links-add]")
    page.keyboard.type("b")
    page.click("[data-links-add]")
    page.keyboard.type("c")
    page.click("[data-links-remove] >> nth=0")

    assert page.eval_on_selector_all("input", "all => all.map(i => [i.id, i.value])") == [["l-2", "b"], ["l-3", "c"]]


def test_copy_button_says_that_it_copied(page, server):
    open_page(
        page, server, '<body><input id="x" value="https://a" readonly><button data-copy="#x" hidden>คัดลอก</button>'
    )

    page.click("[data-copy]")

    page.wait_for_selector("text=คัดลอกแล้ว")


def test_field_left_while_a_save_is_on_its_way_is_saved_right_after(page, server):
    held: list[Route] = []
    page.add_init_script("setInterval = () => 0")  # the save of every 10 seconds never comes
    open_page(page, server, FORM)
    page.route("**/save", lambda route: held.append(route))

    type_and_leave(page, "หนึ่ง")
    page.wait_for_selector("text=กำลังบันทึก")
    page.unroute("**/save")
    type_and_leave(page, "สอง")
    assert server.saves == []
    with page.expect_response(lambda answer: "สอง" in (answer.request.post_data or "")):
        server.serve(held[0])

    assert ["หนึ่ง" in server.saves[0], "สอง" in server.saves[1]] == [True, True]


def test_words_typed_while_a_refusal_is_on_its_way_are_sent_too(page, server):
    held: list[Route] = []
    server.answer = (401, {})
    page.add_init_script("setInterval = () => 0")  # the save of every 10 seconds never comes
    open_page(page, server, FORM)
    page.route("**/save", lambda route: held.append(route))

    type_and_leave(page, "หนึ่ง")
    page.wait_for_selector("text=กำลังบันทึก")
    page.unroute("**/save")
    type_and_leave(page, "สอง")
    with page.expect_response(lambda answer: "สอง" in (answer.request.post_data or "")):
        server.serve(held[0])

    assert len(server.saves) == 2
