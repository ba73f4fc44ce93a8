"""One sample paper of every form in the catalogue: `paper` in `tests/sample.py` of its folder."""

from importlib import import_module

from reports.registry import forms

SAMPLES = {
    code: import_module(f"{form.build.__module__.rpartition('.')[0]}.tests.sample").paper
    for code, form in forms().items()
}
