"""A list of one field of each related row: names, or ids."""

from typing import Any

from rest_framework import serializers


class Each(serializers.ListField):
    """Related rows (fetched along) as a list of their `attribute`."""

    def __init__(self, attribute: str, **options: Any) -> None:
        self.attribute = attribute
        super().__init__(**options)

    def to_representation(self, data: Any) -> list[Any]:
        """Return the attribute of each row."""
        return super().to_representation([getattr(row, self.attribute) for row in data.all()])
