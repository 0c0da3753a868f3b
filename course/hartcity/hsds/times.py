"""Times, days and waits as people type them. Every function returns None rather than a guess."""

from __future__ import annotations

import datetime
import re

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SHORT = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_NAMES = {
    "MO": "monday mon mo m lunes", "TU": "tuesday tues tue tu martes",
    "WE": "wednesday wendesday weds wed we w miercoles",
    "TH": "thursday thurs thur thu th r jueves", "FR": "friday fri fr f viernes", "SA": "saturday sat sa sabado",
    "SU": "sunday sun su domingo",
}  # fmt: skip
_BY_NAME = {name: day for day, names in _NAMES.items() for name in names.split()}
_BY_NAME |= {f"{name}s": day for name, day in _BY_NAME.items() if name.endswith("day")}
_GROUPS = {
    "weekdays": DAYS[:5], "weekday": DAYS[:5], "business days": DAYS[:5], "weekends": DAYS[5:], "weekend": DAYS[5:],
    "daily": DAYS, "every day": DAYS, "everyday": DAYS, "all days": DAYS, "24/7": DAYS, "24-7": DAYS,
    "7 days a week": DAYS, "seven days a week": DAYS,
}  # fmt: skip
_PLAIN = str.maketrans("–—áé", "--ae")
_TIME = re.compile(
    r"(?:(?:\d{4}-\d\d-\d\d|1899-12-3\d)[T ])?(\d{1,2})(?:[:.](\d\d))?(?:[:.]\d\d(?:\.\d+)?)?\s*([ap])?\.?\s*(?:m\.?)?"
    r"(?:z|[+-]\d\d:?\d\d)?"
)


def parse_time(text: str) -> str | None:
    """Return a time of day as ``HH:MM``: “9:00am”, “9 AM”, “0930”, “17:00:00Z”, “noon”; None when it isn't one."""
    word = " ".join(text.lower().split())
    if word in ("noon", "12 noon", "midday"):
        return "12:00"
    if word in ("midnight", "12 midnight", "24:00", "24:00:00"):
        return "00:00"
    if re.fullmatch(r"[012]\d[0-5]\d", word):
        word = f"{word[:2]}:{word[2:]}"
    match = _TIME.fullmatch(word)
    if match is None:
        return None
    hour, minute, half = int(match[1]), match[2], match[3]
    if (minute is None and half is None) or (half is None and word.endswith("m")):
        return None  # a bare number is no time
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02d}:{int(minute or 0):02d}" if hour < 24 and int(minute or 0) < 60 else None


def parse_days(text: str) -> tuple[str, ...] | None:
    """Return days of the week as ``("MO", …)``: “Mon-Fri”, “MO,TU”, “Tuesday & Thursday”, “weekdays”, “1” (Monday).

    None when anything else stands there, such as “2nd Saturday” or “by appointment”.
    """
    line = " ".join(text.lower().translate(_PLAIN).split()).strip(" .")
    if line in _GROUPS:
        return _GROUPS[line]
    found: set[str] = set()
    for part in re.split(r"[,;/&+]|\band\b|\by\b", line):
        if not part.strip():
            continue
        ends = [_day(end) for end in re.split(r"\s*-\s*|\s+(?:to|through|thru)\s+", part.strip())]
        if None in ends or len(ends) > 2:
            return None
        first, last = DAYS.index(ends[0]), DAYS.index(ends[-1])
        found.update(DAYS[i % 7] for i in range(first, last + 1 if last >= first else last + 8))
    return tuple(d for d in DAYS if d in found) or None


def _day(word: str) -> str | None:
    word = word.strip(" .")
    if word in ("1", "2", "3", "4", "5", "6", "7"):
        return DAYS[int(word) - 1]
    return _BY_NAME.get(word)


def parse_date(text: str) -> str | None:
    """Return a date as ISO 8601: “2026-03-02T10:00Z”, “3/25/2026”; None when day and month may be either."""
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)(?!\d)", text.strip())
    if match:
        year, month, day = (int(x) for x in match.groups())
    elif match := re.fullmatch(r"(\d\d?)[/.-](\d\d?)[/.-](\d{4})(?:\s.*)?", text.strip()):
        one, other, year = (int(x) for x in match.groups())
        if one <= 12 and other <= 12 and one != other:
            return None
        month, day = (one, other) if one <= 12 else (other, one)
    else:
        return None
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def days_text(days: tuple[str, ...]) -> str:
    """Return days as a reader's: “Mon-Fri”, “Tue, Thu”, “every day”."""
    if len(days) == 7:
        return "every day"
    places = [DAYS.index(d) for d in days]
    runs: list[list[int]] = []
    for at in places:
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return ", ".join(f"{_SHORT[r[0]]}-{_SHORT[r[-1]]}" if len(r) > 2 else ", ".join(_SHORT[i] for i in r) for r in runs)


def monthly_text(byday: str) -> str:
    """Return the days of a monthly rule, “2TU,4TU”, as “2nd Tue, 4th Tue of the month”; "" for anything else."""
    parts = [re.fullmatch(r"([1-5]|-1)(MO|TU|WE|TH|FR|SA|SU)", p.strip()) for p in byday.split(",")]
    if not all(parts):
        return ""
    order = {"1": "1st", "2": "2nd", "3": "3rd", "4": "4th", "5": "5th", "-1": "last"}
    return ", ".join(f"{order[m[1]]} {_SHORT[DAYS.index(m[2])]}" for m in parts) + " of the month"


def repeat_text(freq: str, interval: str, monthdays: str) -> str:
    """Return how often something comes when that isn't every week: “every 2 weeks:”, “day 1, 15 of the month:”."""
    unit = {"DAILY": "days", "WEEKLY": "weeks", "MONTHLY": "months", "YEARLY": "years"}.get(freq.strip().upper(), "")
    every = f"every {interval.strip()} {unit}" if unit and re.fullmatch(r" *(?:[2-9]|[1-9]\d) *", interval) else ""
    days = ", ".join(re.findall(r"-?\d+", monthdays)) if unit != "weeks" else ""
    said = ", ".join(x for x in (every, f"day {days} of the month" if days else "") if x)
    return f"{said}:" if said else ""


def hours_text(opens: str, closes: str) -> str:
    """Return two times ``HH:MM`` as a reader's: “9:00 am-5:00 pm”; one of them alone says from or until."""
    if opens and opens == closes:
        return "24 hours"
    if opens and closes:
        return f"{_clock(opens)}-{_clock(closes)}"
    return f"from {_clock(opens)}" if opens else f"until {_clock(closes)}" if closes else ""


def _clock(time: str) -> str:
    hour, minute = int(time[:2]), time[3:]
    if minute == "00" and hour in (0, 12):
        return "noon" if hour else "midnight"
    return f"{hour % 12 or 12}:{minute} {'pm' if hour >= 12 else 'am'}"


_UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}


def parse_wait(text: str) -> int | None:
    """Return a wait in days, the longer end of a range: “2 weeks”, “3-5 days”, “no wait”, “same day”; None else."""
    line = " ".join(text.lower().replace("–", "-").split()).strip(" .")
    if re.fullmatch(r"no wait(?:ing)?(?: ?list)?|same day|immediate(?:ly)?", line):
        return 0
    match = re.fullmatch(
        r"(?:about |approximately |approx\.? |up to |around |usually )?(?:\d+ ?(?:-|to) ?)?(\d+|[a-z]+) ?(?:business )?"
        r"(day|week|month|year)s?(?: wait(?:ing)?(?: ?list| time)?)?",
        line,
    )
    if match is None:
        return None
    number = int(match[1]) if match[1].isdigit() else _NUMBERS.get(match[1])
    return None if number is None or number > 5000 else number * _UNIT_DAYS[match[2]]
