"""What reports keep: orders for papers, rendered pieces, issued papers."""

from reports.models.issued import IssuedFile, IssuedReport
from reports.models.job import JobState, PaperJob, PaperPiece

__all__ = ["IssuedFile", "IssuedReport", "JobState", "PaperJob", "PaperPiece"]
