"""Make `break/thbrk.tri`: libthai's word list with compounds kept whole, for line breaks in the PDF.

    python -m reports.fonts.make_dictionary WORDS.txt reports/fonts/break

Run by hand. Needs Debian's libdatrie1-bin (trietool) and libthai-data, and a word list with one word a line
(used: `thai_words()` of PyThaiNLP, CC0). Words that begin with การ or ความ are left out: they mislead maximal
matching (มาตร|การบริหาร). The renderer finds the result through LIBTHAI_DICTDIR.
"""

import re
import shutil
import subprocess  # nosec B404
import sys
from pathlib import Path

LIBTHAI = Path("/usr/share/libthai/thbrk.tri")
THAI_WORD = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e]{2,}")
MISLEADING = re.compile("(การ|ความ).")
OFFICIAL = (
    "ความดีความชอบ",
    "ความพึงพอใจ",
    "ส่วนราชการ",
    "หน่วยงาน",
    "เว็บไซต์",
    "สาธารณชน",
    "จัดซื้อจัดจ้าง",
    "สาธารณสุข",
    "ประชาสัมพันธ์",
    "ผู้รับบริการ",
)


def build(words: list[str], folder: Path) -> int:
    """Write thbrk.tri into `folder`; how many words were added to libthai's own."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(LIBTHAI, folder / "thbrk.tri")
    (folder / "thbrk.abm").write_text("[0x0e01-0x0e3a]\n[0x0e40-0x0e4e]\n")
    kept = sorted({w for w in words if THAI_WORD.fullmatch(w) and not MISLEADING.match(w)} | set(OFFICIAL))
    listing = folder / "words.txt"
    listing.write_text("\n".join(kept) + "\n", encoding="utf-8")
    command = ["trietool", "thbrk", "add-list", "-e", "UTF-8", listing.name]
    subprocess.run(command, cwd=folder, check=True)  # nosec B603
    listing.unlink()
    (folder / "thbrk.abm").unlink()
    return len(kept)


if __name__ == "__main__":
    build(Path(sys.argv[1]).read_text(encoding="utf-8").split(), Path(sys.argv[2]))
