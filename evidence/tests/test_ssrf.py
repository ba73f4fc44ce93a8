"""The link checker never speaks to the inside (T13): a canary on this machine counts who connects."""

import socket

import pytest

from evidence import urls
from evidence.address import is_public
from evidence.net import Answer, Fetcher, Guard, NoCourtesy
from evidence.tests.spellings import direct, four, hosts
from evidence.tests.webserver import Canary, redirect, serving

LOOPBACKS = ("127.0.0.1", "::1", "0.0.0.0")


class Watched(Guard):
    """The guard of production at the canary's port too, which notes every address that it lets through."""

    def __init__(self, **kept):
        super().__init__(**kept)
        self.admitted = []

    def admits(self, family, address):
        admitted = super().admits(family, address)
        if admitted and (address[0], address[1]) not in self.also:
            self.admitted.append(address)
        return admitted


class Open(Guard):
    """The guard switched off: every address may be asked, and this machine's own are connected to."""

    def refusal(self, url):
        return ""

    def admits(self, family, address):
        # What is not this machine is left alone: a test must not knock at strangers' doors.
        return family in (socket.AF_INET, socket.AF_INET6) and (
            address[0] in LOOPBACKS or address[0].startswith(("127.", "::ffff:127."))
        )


@pytest.fixture
def canary():
    found = Canary()
    yield found
    found.close()


def visit(addresses, guard, resolve=(), seconds=2.0):
    """Ask all the addresses; return the answers in their order."""
    net = Fetcher(agent="test", courtesy=NoCourtesy(), guard=guard, resolve=resolve, seconds=seconds)
    answers: dict[int, Answer] = {}
    try:
        for batch in batched(addresses):
            for number, address in batch:
                net.add(number, address)
            while len(net) or len(answers) < batch[-1][0] + 1:
                answers.update(net.step(0.05))
    finally:
        net.close()
    return [answers[number] for number in range(len(addresses))]


def batched(addresses, size=50):
    """Return (number, address) pairs, so many at once."""
    rows = list(enumerate(addresses))
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def test_no_spelling_of_an_inside_address_reaches_a_socket(canary):
    guard = Watched(ports=(80, 443, canary.port))
    corpus = direct(canary.port)

    answers = visit(corpus, guard)

    assert len(corpus) >= 500
    assert (canary.touched, guard.admitted) == ([], [])
    # The name 0x7f000001 and its like may only fail as a name: it is never asked of the network as an address.
    assert {answer.failure for answer in answers} <= {"inside", "port", "name", "other"}
    assert {answer.status for answer in answers} == {0}


def test_spellings_reach_the_canary_when_the_guard_is_off(canary):
    """The control: what the guard kept away does arrive without it."""
    visit(direct(canary.port), Open())

    assert len(canary.touched) >= 40


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_redirect_to_the_inside_is_not_followed(canary, code):
    targets = [f"http://{host}:{canary.port}/" for host in [*hosts()[code % 5 :: 5], *four("127.0.0.1")]]
    targets.append(f"//127.0.0.1:{canary.port}/")
    pages = {f"/{number}": redirect(target, code) for number, target in enumerate(targets)}
    with serving(pages) as outside:
        guard = Watched(ports=(80, 443, canary.port), also=[("127.0.0.1", outside.port)])
        answers = visit([f"http://127.0.0.1:{outside.port}{path}" for path in pages], guard)

    assert (canary.touched, guard.admitted) == ([], [])
    assert {answer.failure for answer in answers} <= {"inside", "name", "other"}
    assert {answer.hops for answer in answers} == {(code,)} or {answer.hops for answer in answers} == {(code,), ()}


def test_redirect_reaches_the_canary_when_the_guard_is_off(canary):
    with serving({"/": redirect(f"http://127.0.0.1:{canary.port}/")}) as outside:
        visit([f"http://127.0.0.1:{outside.port}/"], Open())

    assert canary.touched != []


NAMES = {
    "inside.go.th": ("127.0.0.1",),
    "six.go.th": ("[::1]",),
    "mapped.go.th": ("[::ffff:127.0.0.1]",),
    "zero.go.th": ("0.0.0.0",),
    "both.go.th": ("127.0.0.1", "[::1]"),
    "metadata.go.th": ("169.254.169.254",),
    "office.go.th": ("10.0.0.1", "192.168.1.1"),
}


def resolving(port):
    return [f"{name}:{port}:{','.join(addresses)}" for name, addresses in NAMES.items()]


def test_name_that_resolves_to_the_inside_is_not_asked(canary):
    """Also a name that changed its address after it was looked at: the rule judges what is connected to."""
    guard = Watched(ports=(80, 443, canary.port))

    answers = visit([f"http://{name}:{canary.port}/" for name in NAMES], guard, resolving(canary.port))

    assert (canary.touched, guard.admitted) == ([], [])
    assert [answer.failure for answer in answers] == ["inside"] * len(NAMES)


def test_name_that_resolves_to_the_inside_is_reached_when_the_guard_is_off(canary):
    visit([f"http://{name}:{canary.port}/" for name in NAMES], Open(), resolving(canary.port))

    assert len(canary.touched) >= 5


def test_name_of_the_second_hop_is_judged_as_the_first_was(canary):
    """The first request goes to an honest server, the next name resolves to the inside."""
    with serving({}) as outside:
        guard = Watched(ports=(canary.port,), also=[("127.0.0.1", outside.port)])
        net = Fetcher(agent="test", courtesy=NoCourtesy(), guard=guard, resolve=[f"re.go.th:{canary.port}:127.0.0.1"])
        outside.pages["/"] = redirect(f"http://re.go.th:{canary.port}/")
        net.add(1, f"http://127.0.0.1:{outside.port}/")
        answers: list[tuple[int, Answer]] = []
        while not answers:
            answers += net.step(0.05)
        net.close()

    assert (answers[0][1].failure, canary.touched) == ("inside", [])


@pytest.mark.parametrize("port", [21, 22, 23, 25, 110, 3306, 5432, 6379, 8000, 8080, 11211])
def test_other_ports_are_refused_before_any_socket(port):
    guard = Watched()

    answers = visit([f"http://8.8.8.8:{port}/", f"https://www.go.th:{port}/"], guard)

    assert [answer.failure for answer in answers] == ["port", "port"]
    assert guard.admitted == []


def test_environment_of_the_machine_names_no_proxy(canary, monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{canary.port}")
    with serving({}) as outside:
        visit([f"http://127.0.0.1:{outside.port}/"], Guard(also=[("127.0.0.1", outside.port)]))

    assert (canary.touched, [one[0] for one in outside.asked]) == ([], ["HEAD", "GET"])


def test_log_in_files_and_cookies_are_not_sent(tmp_path, monkeypatch):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login secret password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    sent = []

    def page(request):
        sent.append(tuple(request.headers.get(name) for name in ("Authorization", "Cookie", "Referer")))
        request.say(302 if len(sent) == 1 else 200, Location="/next", Set_Cookie="a=b; Path=/")

    with serving({"*": page}) as outside:
        visit([f"http://127.0.0.1:{outside.port}/"], Guard(also=[("127.0.0.1", outside.port)]))

    assert sent == [(None, None, None)] * 3


def test_production_has_no_switch_for_the_guard(settings):
    """The guard of production is made without arguments, and the environment is not asked."""
    from evidence.checking import fetcher

    net = fetcher()
    try:
        assert type(net.guard) is Guard
        assert (sorted(net.guard.ports), list(net.guard.also)) == ([80, 443], [])
    finally:
        net.close()


def test_canonical_addresses_of_the_corpus_are_stopped_as_well(canary):
    """What a person types is made canonical first: the corpus again, in the spelling that would be stored."""
    corpus = [address for typed in direct(canary.port) if (address := urls.canonical(typed))]
    guard = Watched(ports=(80, 443, canary.port))

    visit(corpus, guard)

    assert len(corpus) > 200
    assert (canary.touched, guard.admitted) == ([], [])


def test_public_addresses_pass_the_guard():
    """The other control: the guard does not simply refuse everything."""
    guard = Guard()

    assert [guard.admits(socket.AF_INET, (ip, 443)) for ip in ("8.8.8.8", "164.115.5.1")] == [True, True]
    assert guard.admits(socket.AF_INET6, ("2606:4700:4700::1111", 443, 0, 0))
    assert not guard.admits(socket.AF_INET, ("8.8.8.8", 22))
    assert not guard.admits(socket.AF_UNIX, b"/run/x")
    assert is_public("8.8.8.8")
