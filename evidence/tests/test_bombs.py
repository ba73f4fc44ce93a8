"""Photos that are small on the wire and huge in memory: refused before they are unpacked (T19)."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from evidence import photos
from evidence.tests import hostile_files as hostile

ROOT = Path(__file__).resolve().parents[2]
# A small process of its own measures: what other tests and their children needed does not count.
MEASURE = """
import json, pathlib, resource, sys
sys.path.insert(0, {root!r})
from evidence import naming, sandbox
def used():
    found = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found.ru_utime + found.ru_stime, found.ru_maxrss // 1024
def call(content):
    try:
        sandbox.call("evidence.photos", content, {{"kind": naming.by_content(content)}}, sandbox.Limits(20, 1 << 30))
    except (sandbox.Refusal, sandbox.Broken, sandbox.Overrun) as refused:
        return type(refused).__name__
    return "taken"
answers = {{}}
for file in sorted(pathlib.Path({folder!r}).iterdir()):
    before = used()[0]
    answers[file.name] = [call(file.read_bytes()), round(used()[0] - before, 2), used()[1]]
print(json.dumps(answers))
"""
UNGUARDED = """
import pathlib, sys
sys.path.insert(0, {root!r})
from evidence import photos
photos.MAX_PIXELS = {most}
try:
    photos.develop(pathlib.Path({file!r}).read_bytes(), "png")
    print("taken")
except photos.Refusal as refused:
    print(refused)
# getrusage would count what the parent had when it started this process.
print(int(pathlib.Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) // 1024)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with one honest photo (it sorts first) and the bombs."""
    made = tmp_path_factory.mktemp("bombs")
    for case, content in {"honest": hostile.picture(), **hostile.bombs()}.items():
        (made / ("0 honest" if case == "honest" else case)).write_bytes(content)
    return made


def run(script: str, **words) -> str:
    code = script.format(root=str(ROOT), **words)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout


@pytest.mark.slow
def test_every_bomb_is_refused_quickly_and_needs_little(folder):
    answers = json.loads(run(MEASURE, folder=str(folder)))
    honest, _seconds, base = answers.pop("0 honest")

    assert (honest, len(answers)) == ("taken", 20)
    assert {case: found for case, found in answers.items() if found[0] not in ("Refusal", "Broken")} == {}
    assert {case: found for case, found in answers.items() if found[1] >= 2} == {}
    assert {case: found for case, found in answers.items() if found[2] - base >= 100} == {}


def test_bomb_goes_off_when_the_size_is_not_looked_at(folder):
    """The control: the same file unpacks to far more than 100 MB."""
    file = str(folder / "png whole colours")
    refused, guarded = run(UNGUARDED, file=file, most=photos.MAX_PIXELS).split()
    taken, unguarded = run(UNGUARDED, file=file, most=10**12).split()

    assert (refused, taken) == ("pixels", "taken")
    assert int(unguarded) - int(guarded) > 100
