"""The register as a whole: its rows in the order of their urgency, and what is due."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from s55draft.register.entries import Damaged, Entry, Row, urgency


class Overview(NamedTuple):
    """All rows on a day, the most urgent first. `passed_over` counts YAML files that are no answers files."""

    rows: tuple[Row, ...]
    passed_over: int
    today: date

    @property
    def entries(self) -> list[Entry]:
        """The responses among the rows."""
        return [row for row in self.rows if isinstance(row, Entry)]

    @property
    def uncertain_years(self) -> list[int]:
        """Years with milestones to come whose bank holidays are not all announced."""
        days = (each.day for entry in self.entries for each in entry.milestones if not each.is_certain)
        return sorted({day.year for day in days if day >= self.today})

    def due_within(self, days: int) -> list[Row]:
        """What must be published within so many days, or should have been; what cannot be read may be due too."""
        return [
            row
            for row in self.rows
            if (isinstance(row, Damaged) and not row.is_begun)
            or (
                isinstance(row, Entry)
                and not row.stage.is_published
                and row.days_left is not None
                and row.days_left <= days
            )
        ]


def overview(rows: Iterable[Row | None], today: date) -> Overview:
    """The register of these rows; None stands for a file that was passed over."""
    kept: list[Row] = []
    passed_over = 0
    for row in rows:
        if row is None:
            passed_over += 1
        else:
            kept.append(row)
    return Overview(tuple(sorted(kept, key=urgency)), passed_over, today)
