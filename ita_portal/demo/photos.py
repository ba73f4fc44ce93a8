"""Photos of the demo's finished years: drawn scenes with captions, one of them upright."""

import datetime as dt
import io
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from agencies.models import User
from evidence import files
from evidence.files import Ready
from ita_portal.demo.data import demo_data
from ita_portal.demo.evidence import drawn
from measures.choices import Answer
from measures.filing import names_of, next_order, record_files
from measures.models import Result, ResultAttachment, Submission


def add_photos(submission: Submission, *, by: User, at: dt.datetime) -> None:
    """Give the report's first measures that are done their photos, with captions."""
    done = Result.objects.with_context().filter(submission=submission, answer=Answer.DONE).order_by("measure__order")
    number = 0
    for result, captions in zip(done[:2], demo_data("memo")["photos"], strict=False):
        for caption in captions:
            attach_photo(result, number, caption, by=by, at=at)
            number += 1


def attach_photo(result: Result, number: int, caption: str, *, by: User, at: dt.datetime) -> None:
    """Give the result the drawn scene of that number, as if it had been attached then: past rounds are closed now."""
    ready = _ready(number)
    with files.stored(ready, result.submission.agency, by) as row, transaction.atomic():
        before = names_of(result)
        row.caption = caption
        # The first of each report is for everybody, the others are for the file.
        row.is_public = number == 0
        row.save()
        ResultAttachment.objects.create(result=result, attachment=row, order=next_order(result))
        record_files(result, before, by=by, now=at)


@cache
def _ready(number: int) -> Ready:
    """A drawn scene, developed once a seed; the third stands upright."""
    content = drawn(number)
    if number == 2:
        out = io.BytesIO()
        Image.open(io.BytesIO(content)).crop((240, 0, 720, 640)).save(out, "JPEG", quality=85)
        content = out.getvalue()
    return files.prepare(SimpleUploadedFile(f"photo-{number + 1}.jpg", content, "image/jpeg"))
