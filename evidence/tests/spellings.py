"""Every way to write an address of the inside that link checkers have fallen for: the corpus of the attack test."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address

from evidence.tests.test_address import SPECIAL_FOUR, SPECIAL_SIX

LOOPBACK = "127.0.0.1"
# Digits and dots that software folds to plain ones (IDNA, NFKC).
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９。")
ROUND = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")


def four(text: str) -> list[str]:
    """Return the spellings of an IPv4 address as a host."""
    number = int(IPv4Address(text))
    parts = [number >> 24, (number >> 16) & 255, (number >> 8) & 255, number & 255]
    a, b, c, d = parts
    return [
        text, f"{text}.", str(number), hex(number), f"0{number:o}", f"0X{number:08X}",
        ".".join(hex(part) for part in parts), ".".join(f"0{part:o}" for part in parts),
        f"{a}.{number & 0xFFFFFF}", f"{a}.{b}.{c << 8 | d}", f"0x{a:x}.0{b:o}.{c}.{d}",
        f"{a}.{b}.{c}.0{d:o}", f"{text.translate(WIDE)}", text.replace(".", "。"), text.translate(ROUND),
        f"[::ffff:{text}]", f"[::ffff:{number >> 16:x}:{number & 0xFFFF:x}]", f"[::{text}]",
        f"[64:ff9b::{number >> 16:x}:{number & 0xFFFF:x}]", f"[2002:{number >> 16:x}:{number & 0xFFFF:x}::1]",
    ]  # fmt: skip


def six(text: str) -> list[str]:
    """Return the spellings of an IPv6 address as a host."""
    address = IPv6Address(text)
    return [f"[{text}]", f"[{address.exploded}]", f"[{text.upper()}]", f"[{text}%25lo]"]


def hosts() -> list[str]:
    """Return every spelling of every special address, and of loopback beyond 127.0.0.1."""
    found = [one for address in SPECIAL_FOUR for one in four(address)]
    found += [one for address in SPECIAL_SIX for one in six(address)]
    found += [one for address in ("127.0.0.2", "127.1.1.1", "127.255.255.254") for one in four(address)[:6]]
    found += ["localhost", "LOCALHOST", "localhost.", "foo.localhost", "127.1", "127.0.1", "0", "0x0", "0177.1", "[::]"]
    return list(dict.fromkeys(found))


def disguised(host: str, port: int) -> Iterator[str]:
    """Yield addresses that hide a host behind user names, back slashes and the like."""
    yield f"http://{host}:{port}\\@www.go.th/"
    yield f"http://www.go.th@{host}:{port}/"
    yield f"http://user:word@{host}:{port}/"
    yield f"http://www.go.th%40{host}:{port}/"
    yield f"http://www.go.th:80@{host}:{port}/"
    yield f"http://www.go.th#@{host}:{port}/"
    yield f"http:/{host}:{port}/"
    yield f"http:///{host}:{port}/"
    yield f"http://{host}:{port}/#www.go.th"
    yield f"http://{host}:{port}/?www.go.th"
    yield f"https://{host}:{port}/"
    yield f"HTTP://{host}:{port}/"
    yield f"http://{host}:0{port}/"
    yield f" http://{host}:{port}/"
    yield f"http://{host}\t:{port}/"
    yield f"//{host}:{port}/"


def other_schemes(port: int) -> list[str]:
    """Return addresses of other schemes, at the canary and at files."""
    names = ("ftp", "ftps", "gopher", "dict", "ldap", "ldaps", "tftp", "telnet", "smb", "smbs", "imap", "pop3", "smtp",
             "rtsp", "rtmp", "scp", "sftp", "ws", "wss", "mqtt", "jar:http", "view-source:http")  # fmt: skip
    found = [f"{name}://127.0.0.1:{port}/_GET%20/" for name in names]
    return [*found, "file:///etc/passwd", "file://localhost/etc/passwd", "data:text/html,x", "javascript:alert(1)",
            "about:blank", "mailto:x@127.0.0.1"]  # fmt: skip


def direct(port: int) -> list[str]:
    """Return the addresses that a person could type: all of them name the port of the canary."""
    found = [f"http://{host}:{port}/" for host in hosts()]
    for host in (LOOPBACK, "[::1]", "localhost"):
        found += disguised(host, port)
    return [*found, *other_schemes(port)]
