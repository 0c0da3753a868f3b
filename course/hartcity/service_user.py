"""The people of the city: whom a student helps, what may be said of them, and to whom."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import attrs

from hartcity import yamlfile
from hartcity.city import City
from hartcity.errors import ContentError

ANYONE = "anyone"
_WEEKS = 52


@attrs.frozen
class PersonNeed:
    """A need, the most pressing first.

    Attributes
    ----------
    why : what stands behind it, in a sentence.
    by_days : within how many days it must be met, if there is such a date.
    """

    id: str
    label: str = ""
    why: str = ""
    by_days: int | None = None
    line: int = attrs.field(default=0, eq=False)


@attrs.frozen
class PrivateFact:
    """A fact that must not be told.

    Attributes
    ----------
    fact : in a reader's words.
    topic : a topic of the lexicon of private facts, whose words give it away.
    words : this person's own words that give it away.
    """

    fact: str
    topic: str | None = None
    words: tuple[str, ...] = ()


@attrs.frozen
class Member:
    """Somebody else of the household."""

    who: str
    relation: str
    age: int | None = None


@attrs.frozen
class Income:
    """One source of the household's income, before taxes.

    Attributes
    ----------
    amount : cents (dollars in the file) an hour, a week, a month or a year.
    hours : hours a week; needed for an hourly wage.
    weeks : weeks a year, for an hourly or weekly amount.
    who : whose it is, when it isn't the person's own.
    """

    source: str
    kind: Literal["wages", "self-employment", "unemployment insurance", "social security", "ssi", "other"]
    amount: yamlfile.Cents
    per: Literal["hour", "week", "month", "year"]
    hours: int | None = None
    weeks: int = _WEEKS
    who: str = ""

    def __attrs_post_init__(self) -> None:
        if self.per == "hour" and self.hours is None:
            raise ValueError(f"income “{self.source}”: an hourly wage needs its hours a week.")

    @property
    def annual(self) -> int:
        """Cents a year."""
        times = {"hour": (self.hours or 0) * self.weeks, "week": self.weeks, "month": 12, "year": 1}
        return self.amount * times[self.per]


@attrs.frozen
class Coverage:
    """What pays for somebody's health care today.

    Attributes
    ----------
    who : the person, or the household's children.
    letters_to : who gets the plan's letters, when it isn't the person.
    """

    who: Literal["self", "children"]
    kind: Literal["none", "medicaid", "medicare", "private"]
    state: Literal["active", "suspended", "under review"] = "active"
    letters_to: str = ""


@attrs.frozen
class Spoken:
    """A language: how well, by whom when it isn't the person, and whether others need an interpreter."""

    name: str
    level: Literal["well", "preferred", "some"] = "well"
    who: str = ""
    interpreter: bool = False

    def __str__(self) -> str:
        words = {"well": self.name, "preferred": f"{self.name} preferred", "some": f"some {self.name}"}[self.level]
        return f"{self.who} {words}".strip()


@attrs.frozen
class Obligation:
    """Where the person has to be, every week; `byday` as ``MO,TU``, times as ``09:00``; `paid` when it is work."""

    what: str
    byday: str
    starts: str
    ends: str
    paid: bool = False


@attrs.frozen
class Prospect:
    """Income that may come: cents a month, through which service, as the person hopes."""

    what: str
    monthly: yamlfile.Cents
    through: str = ""


@attrs.frozen
class Papers:
    """Kinds of paper (``scenarios/money/state.yml``) that the person has, and that are known to be missing."""

    have: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@attrs.frozen
class Day:
    """A date that matters, and in how many days it is."""

    what: str
    in_days: int


@attrs.frozen
class ServiceUser:
    """One person who asks for help. Money is in cents; None is “not stated”.

    Attributes
    ----------
    situation, story : the facts in two or three sentences; a paragraph or two of what a day is like.
    quote : the person's own words.
    content_note, help_lines : what to know before reading on; ids of ``scenarios/help-lines.yml`` shown with it.
    household : how many people, the person included; `members` are the others.
    insurance : coverage in a line for readers; `coverage` is the same for rules.
    benefits : ids of public programs that the person has.
    resources : savings that count toward a program's limit.
    in_place : ids of services in use; `supports` other help that is there.
    papers : what can be shown to an office.
    obligations : hours in which the person can't come.
    step_free_needed : can't climb stairs.
    travel : how the person gets around: `driven` is by somebody else, for nothing.
    child_care_by : weekdays, as ``MO,TU``, on which somebody looks after the children for nothing.
    uses : uses a month of a kind of service, by its need, where the person's own number is known.
    share, never, ask_first : organization → what may, must not, and may only after asking be said there.
    conflicts : organization → a conflict of interest that closes it; `relationships` one that asks for care.
    home : id of the neighborhood; empty where there is none, or it must not be told.
    """

    id: str
    name: str
    pronouns: str
    age: int
    household: int
    insurance: str
    languages: tuple[Spoken, ...]
    situation: str
    needs: tuple[PersonNeed, ...]
    strengths: tuple[str, ...]
    barriers: tuple[str, ...]
    share: dict[str, tuple[str, ...]]
    never: dict[str, tuple[PrivateFact, ...]]
    members: tuple[Member, ...] = ()
    income: tuple[Income, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    resources: yamlfile.Cents | None = None
    debts: dict[str, yamlfile.Cents] = attrs.field(factory=dict)
    benefits: tuple[str, ...] = ()
    prospects: tuple[Prospect, ...] = ()
    story: str = ""
    quote: str = ""
    content_note: str = ""
    help_lines: tuple[str, ...] = ()
    preferred_terms: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    homeowner: bool = False
    lease: bool = False
    landlord_takes_part: bool | None = None
    permanent_resident: bool | None = None
    discharge: str = ""
    days_since_release: int | None = None
    turns: int | None = None
    turns_in_days: int | None = None
    dates: tuple[Day, ...] = ()
    in_place: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    papers: Papers = Papers()
    obligations: tuple[Obligation, ...] = ()
    step_free_needed: bool = False
    travel: Literal["bus", "car", "driven"] = "bus"
    child_care_by: str = ""
    uses: dict[str, int] = attrs.field(factory=dict)
    ask_first: dict[str, tuple[str, ...]] = attrs.field(factory=dict)
    conflicts: dict[str, str] = attrs.field(factory=dict)
    relationships: dict[str, str] = attrs.field(factory=dict)
    home: str = ""
    line: int = attrs.field(default=0, eq=False)

    @property
    def first(self) -> str:
        return self.name.split()[0]

    @property
    def language(self) -> str:
        """The languages, in a line."""
        return ", ".join(str(spoken) for spoken in self.languages)

    @property
    def annual_income_cents(self) -> int:
        return sum(source.annual for source in self.income)

    @property
    def monthly_income(self) -> Fraction:
        """Cents a month, exact."""
        return Fraction(self.annual_income_cents, 12)

    @property
    def work_hours(self) -> int:
        """Hours a week for which the person is paid by the hour."""
        return sum(source.hours or 0 for source in self.income if not source.who and source.kind == "wages")

    @property
    def children(self) -> tuple[Member, ...]:
        return tuple(m for m in self.members if m.age is not None and m.age < 18)

    @property
    def minor_child(self) -> bool:
        return bool(self.children)

    @property
    def custody_doc(self) -> bool:
        return "custody" in self.papers.have

    @property
    def landlord_will_participate(self) -> bool | None:
        """Whether the landlord takes part in programs; False without a lease, None when nobody has asked."""
        return self.landlord_takes_part if self.lease else False

    def covered(self, who: Literal["self", "children"] = "self") -> Coverage | None:
        """Return the coverage of the person or the children; None when the file doesn't state it."""
        return next((c for c in self.coverage if c.who == who), None)


def load_service_users(city: City) -> dict[str, ServiceUser]:
    """Return everybody in the city's ``service-users/``, by id; ContentError with path, line and allowed words."""
    paths = sorted((city.path / "service-users").glob("*.yml"))
    if not paths:
        hint = "there is nobody here yet: `hartcity user new NAME` writes a file to fill in."
        raise ContentError(city.path / "service-users", None, hint)
    return {path.stem: _load(path, city) for path in paths}


def load_service_user(city: City, id: str) -> ServiceUser:
    """Return one person; ContentError names who there is when the id is unknown."""
    path = city.path / "service-users" / f"{id}.yml"
    known = tuple(sorted(p.stem for p in (city.path / "service-users").glob("*.yml")))
    if id not in known:
        raise ContentError(path, None, f"there is no such person.{yamlfile.suggest(id, known)}", known)
    return _load(path, city)


def _load(path: Path, city: City) -> ServiceUser:
    user = yamlfile.load_named(path, ServiceUser)
    for key, word, known in unknown_words(user, city):
        hint = yamlfile.suggest(word, known)
        raise ContentError(path, _line(path, word) or user.line, f"{key}: “{word}” is unknown.{hint}", tuple(known))
    for contradiction in contradictions(user):
        raise ContentError(path, user.line, contradiction)
    needs = tuple(attrs.evolve(n, label=n.label or city.needs[n.id]) for n in user.needs)
    return attrs.evolve(user, needs=needs)


def unknown_words(user: ServiceUser, city: City) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return (key, word, known words) for each word of a person's file that the city doesn't have."""
    checks: list[tuple[str, Any, Any]] = [
        ("needs", [n.id for n in user.needs], city.needs),
        ("uses", user.uses, city.needs),
        ("tags", user.tags, city.tags),
        ("share", user.share, city.organizations),
        ("never", user.never, [ANYONE, *city.organizations]),
        ("ask_first", user.ask_first, [ANYONE, *city.organizations]),
        ("conflicts", user.conflicts, city.organizations),
        ("relationships", user.relationships, city.organizations),
        ("in_place", user.in_place, city.services),
        ("prospects", [p.through for p in user.prospects if p.through], city.services),
    ]
    if user.home and city.map:
        checks.append(("home", [user.home], [n.id for n in city.map.neighborhoods]))
    return [(key, word, tuple(known)) for key, words, known in checks for word in words if word not in known]


def contradictions(user: ServiceUser) -> list[str]:
    """Return what in a person's file contradicts itself, each in a sentence that says what would fix it."""
    found = []

    def check(wrong: object, sentence: str) -> None:
        if wrong:
            found.append(sentence)

    tags = set(user.tags)
    people = 1 + len(user.members)
    are = "1 person is" if people == 1 else f"{people} people are"
    check(user.household != people, f"household: {user.household}, but {are} in the file (`members` are the others).")
    for age in (60, 75):
        check((f"age{age}" in tags) != (user.age >= age), f"tags: age{age} doesn't go with the age of {user.age}.")
    check(
        (user.turns is None) != (user.turns_in_days is None) or user.turns not in (None, user.age + 1),
        f"turns: somebody of {user.age} turns {user.age + 1}, and `turns_in_days` says when.",
    )
    check(
        user.days_since_release is not None and "justice" not in tags,
        "days_since_release: the tag `justice` is missing.",
    )
    check(user.discharge and "veteran" not in tags, "discharge: the tag `veteran` is missing.")
    check(user.homeowner and ("homeless" in tags or user.lease), "homeowner: not with a lease or the tag `homeless`.")
    check(user.lease and "homeless" in tags, "lease: not with the tag `homeless`.")
    check(user.landlord_takes_part is not None and not user.lease, "landlord_takes_part: there is no lease.")
    both = set(user.papers.have) & set(user.papers.missing)
    check(both, f"papers: {', '.join(sorted(both))} can't be both there and missing.")
    paid = any(source.kind == "wages" and not source.who for source in user.income)
    check(any(o.paid for o in user.obligations) and not paid, "obligations: paid hours need wages in `income`.")
    check(any(n.by_days is not None and n.by_days < 0 for n in user.needs), "needs: `by_days` lies in the past.")
    return found


def _line(path: Path, word: str) -> int | None:
    lines = path.read_text("utf-8").splitlines()
    return next((i for i, text in enumerate(lines, 1) if word in text), None)
