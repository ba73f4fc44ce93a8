"""Nothing longer than its column: said with its place before the database says it without."""

from collections.abc import Iterator

from measures.importing.request import Request
from measures.intake.doubts import doubt
from measures.intake.shapes import Doubt, FoundMeasure, Place, Reading
from measures.planning import LONGEST_LABEL
from measures.workflow import MAX_TEXT


def length_doubts(request: Request, reading: Reading) -> list[Doubt]:
    """Errors for labels and texts that the forms would not take either, of what the import would store."""
    doubts = []
    for measure in reading.measures:
        if len(measure.label) > LONGEST_LABEL:
            doubts.append(doubt("label_long", measure.place, measure.label[:80], longest=LONGEST_LABEL))
        doubts += [_text_long(text, measure.place) for text in _texts(measure, request) if len(text) > MAX_TEXT]
    if request.with_results:
        doubts += [_text_long(one.text, one.place) for one in reading.narratives if len(one.text) > MAX_TEXT]
    return doubts


def _texts(measure: FoundMeasure, request: Request) -> Iterator[str]:
    yield measure.text
    yield measure.responsible
    yield "\n".join(f"{step.label} {step.text}" for step in measure.substeps)
    if request.with_results and measure.result is not None:
        yield measure.result.text
        yield measure.result.reason
        yield measure.result.outcome or ""


def _text_long(text: str, place: Place) -> Doubt:
    return doubt("text_long", place, text[:120], length=f"{len(text):,}", longest=f"{MAX_TEXT:,}")
