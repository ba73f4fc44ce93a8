"""Whoever received a paper compares the file in a browser: hashed there, or sent where no script runs."""

import pytest
from django.urls import reverse

from assessments.register.writing import TypedItem
from assessments.tests.registers import SITE, edition, put
from reports.issued import kept_bytes
from reports.issuing import issue
from reports.wanted import Wanted

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(transactional_db, browser, live_server, agency, staff, head, tmp_path):
    """A stranger's browser at the public page of an issued paper, with its file and a changed one at hand."""
    edition(2566)
    put(agency, staff, 2566, "o1", TypedItem("yes", "ครบ", "", (f"{SITE}/a",)))
    issued = issue(Wanted("oit_register", fiscal_year=2566, agency_pk=agency.pk), [], by=head)
    content = kept_bytes(issued.files.get())
    files = {"same": tmp_path / "paper.pdf", "changed": tmp_path / "changed.pdf"}
    files["same"].write_bytes(content)
    files["changed"].write_bytes(content + b" ")

    def start(*, script):
        context = browser.new_context(java_script_enabled=script, base_url=live_server.url)
        page = context.new_page()
        page.goto(reverse("public:verify", args=[issued.token]))
        return page, files

    return start


@pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
def test_received_file_is_compared(visit, script):
    page, files = visit(script=script)
    sent, said = [], []
    page.on("request", lambda request: sent.append(request.method))
    for name in ("same", "changed"):
        page.set_input_files("#file", files[name])
        page.get_by_role("button", name="ตรวจไฟล์").click()
        wanted = {"same": "ตรงกับฉบับที่ออก (PDF)", "changed": "ไม่ตรง"}[name]
        page.locator("[data-verify-result] .alert", has_text=wanted).wait_for()
        said.append(wanted)

    assert (said, "POST" in sent, page.context.cookies()) == (["ตรงกับฉบับที่ออก (PDF)", "ไม่ตรง"], not script, [])
