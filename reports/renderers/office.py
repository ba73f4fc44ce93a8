"""What Word and Excel files share: safe characters, fixed zip dates, the office font."""

import io
import re
import zipfile

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FONT = "TH SarabunPSK"
POINTS = 16
LINE_POINTS = 22.5  # height of one printed line of the font

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(<)")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_NO_TIME = rb"\g<1>2000-01-01T00:00:00Z\g<3>"


def clean(text: str) -> str:
    """`text` without the control characters that neither format may hold."""
    return _ILLEGAL.sub("", text)


def settled(archive: bytes) -> bytes:
    """The same archive with no time of writing in it, so that the same paper gives the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename == "docProps/core.xml":
                content = _MODIFIED.sub(_NO_TIME, content)
            entry = zipfile.ZipInfo(item.filename, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return target.getvalue()
