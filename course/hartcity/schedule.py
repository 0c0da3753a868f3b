"""Which drill comes next, and when it comes back: five boxes, as Sebastian Leitner described them.

Every drill a learner has met lies on a card in one of five boxes. A right answer moves it one box on, a wrong one
back into the first. Each box has a waiting time; a card is due when it has waited that long. The day is handed in.

Among what is due and what is new, kinds of drills come first at which the learner is weakest (see `weakness`).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

import attrs

# Days until a card of each box is due again.
WAIT = (0, 1, 3, 7, 21)


@attrs.frozen
class Card:
    """What is known about a learner and one drill.

    Attributes
    ----------
    box : 0 to 4.
    due : the day from which it should come again.
    right, wrong : how often it was answered so.
    last : the day of the last answer.
    """

    box: int
    due: datetime.date
    right: int
    wrong: int
    last: datetime.date


def answered(card: Card | None, right: bool, today: datetime.date) -> Card:
    """Return the card after one more answer. A second right answer on one day moves it no further."""
    if card is None:
        card = Card(0, today, 0, 0, datetime.date.min)
    again = right and card.last == today and card.box > 0
    box = card.box if again else min(card.box + 1, len(WAIT) - 1) if right else 0
    due = today + datetime.timedelta(days=WAIT[box])
    return Card(box, due, card.right + right, card.wrong + (not right), today)


def weakness(right: int, wrong: int, level: float | None = None) -> float:
    """Return how weak a learner is at a kind, 0 to 1.

    The share of wrong answers, with one right and one wrong added so that a single answer decides nothing; where
    the learner has attempts at the criterion the kind trains, the mean of that and what is missing to level 4.
    """
    missed = (wrong + 1) / (right + wrong + 2)
    return missed if level is None else (missed + (4 - level) / 4) / 2


def draw(
    kinds: Mapping[str, Iterable[str]],
    cards: Mapping[str, Card],
    weak: Mapping[str, float],
    today: datetime.date,
    count: int,
) -> list[str]:
    """Return the ids of the drills of one session, at most `count`.

    What is due comes first, the weakest kind leading; then what is new, of weak kinds more than of strong ones; when
    that is too little, what is due soonest. Two of one kind follow each other only when nothing else is left.

    Parameters
    ----------
    kinds : kind → ids of its drills, in their order.
    cards : id → card of each drill met before.
    weak : kind → weakness; a kind that isn't there is in the middle.
    """

    def rank(place: int, id_: str, weakness: float) -> tuple[int, float, int]:
        card = cards.get(id_)
        if card is None:
            # Between weakness 0 and 1 a kind moves on up to three times as fast.
            return 1, (place + 1) / (0.5 + weakness), place
        days = (card.due - today).days
        return (2, days, place) if days > 0 else (0, -weakness, days)

    ranked = sorted(
        (rank(place, id_, weak.get(kind, 0.5)), id_, kind)
        for kind, ids in kinds.items()
        for place, id_ in enumerate(ids)
    )[:count]
    left, drawn, before = [(id_, kind) for _, id_, kind in ranked], [], None
    while left:
        after = next((row for row in left if row[1] != before), left[0])
        left.remove(after)
        drawn.append(after[0])
        before = after[1]
    return drawn
