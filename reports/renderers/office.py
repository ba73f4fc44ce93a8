"""What Word and Excel files share: safe characters, fixed zip dates, the office font.

TH SarabunPSK is the official font at 14 to 16 points. Its letters are 0.66 as wide as Sarabun's of the same size (mean
over the words of form A, by the published widths of both), so 16 points of it are the PDF's 10.9 of Sarabun; it reaches
0.836 of its size above the line and 0.421 below. A program that has neither it nor "TH Sarabun New" and takes Sarabun
at 16 points instead prints letters half again as wide: there the pages counted out here do not hold.
"""

import io
import re
import zipfile

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FONT = "TH SarabunPSK"
POINTS = 16
LINE_POINTS = 21  # height of one line of the font in Excel: 1.257 of its size by its own box, and a reserve

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
