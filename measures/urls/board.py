"""Addresses of the board, of what is done with many reports at once, and of the year's calendar."""

from django.urls import URLPattern, path

from measures.views import board, bulk, calendar

urlpatterns: list[URLPattern] = [
    path("board/", board.board_home, name="board-home"),
    path("board/<int:pk>/", board.board_page, name="board"),
    path("board/<int:pk>/excel/", board.board_excel, name="board-excel"),
    path("calendar/", calendar.calendar_page, name="calendar"),
    path("calendar/file/", calendar.calendar_download, name="calendar-download"),
    path("bulk/approve/", bulk.bulk_approve, name="bulk-approve"),
    path("bulk/mark/", bulk.bulk_mark, name="bulk-mark"),
    path("bulk/extend/", bulk.bulk_extend, name="bulk-extend"),
]
