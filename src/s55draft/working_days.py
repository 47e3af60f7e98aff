"""Working days in England and Wales: no Saturday, no Sunday, no bank holiday.

The days themselves come from the library `holidays`, which computes them by the rules of the Banking and Financial
Dealings Act 1971 for any year until 2100, and knows the exceptions that were proclaimed until it was released. It
does not say which years it is sure of, and for a year beyond its range it gives no holidays at all, in silence. So
what is known is said here.
"""

from datetime import date, timedelta
from functools import cache

ANNOUNCED_UNTIL = 2027
"""The last year whose bank holidays the government had announced (gov.uk/bank-holidays) when this was written.

Beyond it the days that the Act fixes are kept free, but nobody knows which others will be proclaimed or moved.
"""
_SATURDAY = 5


def are_announced(year: int) -> bool:
    """Whether all bank holidays of a year are known."""
    return year <= ANNOUNCED_UNTIL


def is_working_day(day: date) -> bool:
    """Whether an office in England or Wales is open on a day, as far as is known."""
    return day.weekday() < _SATURDAY and day not in _bank_holidays(day.year)


def working_day_until(day: date) -> date:
    """The day itself, or the last working day before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def working_day_from(day: date) -> date:
    """The day itself, or the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    from holidays import country_holidays  # noqa: PLC0415 - letters do without

    return frozenset(country_holidays("GB", subdiv="ENG", years=year))
