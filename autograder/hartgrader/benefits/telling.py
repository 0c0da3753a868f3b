"""Whether a sentence about a service tells what changes for the person, and whether that change is concrete."""

from __future__ import annotations

from collections.abc import Mapping, Set

from hartgrader.benefits.known import Known
from hartgrader.tags import Hit

# A sentence without one of these tags tells of no change, and one with the first of them of one that fits anybody.
GENERAL = ("general",)
TELLING = (
    *GENERAL,
    *("leads-to", "reason", "given", "opens", "result", "foresees", "outcome", "habit", "gains", "by-then", "ahead"),
)
_PEOPLE = ("someone", "person", "kin")
# Words that a thing and what follows from it may have between them.
_GAP = 2


class Telling:
    """One sentence: its `tags`, and the stems of its words that carry content (`here`), without names.

    Tags of the lexicon: ``leads-to``, ``reason``, ``given`` and ``opens`` for what follows from the service;
    ``result`` and ``foresees`` for what is announced; ``outcome`` and ``act`` for what somebody then does or is,
    ``habit`` and ``gains`` for what the case, too, may say of somebody, and ``anew`` for what makes it new; ``by-then``
    for when; ``ahead`` and ``can`` for what is to come; ``someone`` and ``kin`` for who; ``general`` for words that fit
    anybody.
    """

    def __init__(self, tags: Mapping[str, list[Hit]], here: Set[str], known: Known) -> None:
        self.tags, self.here, self.known = tags, here, known
        # Its words that only this person has, that tell the service from others, and of the student's own.
        self.mine, self.linked, self.concrete = here & known.own, here & known.service, here - known.said

    def tells(self) -> bool:
        """Whether a change is told of this person, in other words than the case's or the directory's."""
        if not (self._told or self.general):
            return False
        return (self._about or self._announced or self._opens) and not self._copied

    def concretely(self) -> bool:
        """Whether a change that is told is concrete."""
        return not self.general and self._told and (self._enough or self._then or self._ahead)

    @property
    def general(self) -> bool:
        return "general" in self.tags

    @property
    def _told(self) -> bool:
        return self._has("result", "foresees") or self._leads or self._follows or self._then or self._ahead

    @property
    def _new(self) -> Set[str]:
        """Its words that neither the case nor the directory has."""
        return self.here - self.known.told - self.known.directory

    @property
    def _leads(self) -> bool:
        """Whether something is said to follow from something."""
        if "leads-to" in self.tags or self._opens:
            return True
        if "reason" in self.tags and self._somebody("ahead", "can"):
            return True
        return "given" in self.tags and self._has("outcome", "habit", "gains") and len(self.concrete) > 1

    @property
    def _opens(self) -> bool:
        return "opens" in self.tags and len(self.concrete) > 1

    @property
    def _announced(self) -> bool:
        return "result" in self.tags

    @property
    def _follows(self) -> bool:
        """Whether somebody comes to do or to be what the case doesn't say: “she eats toast on Sunday” is the case."""
        if not self.concrete - self.known.told and not self._anew:
            return False
        if self._somebody("outcome") or (self._anew and self._somebody("habit", "gains")):
            return True
        return 2 * len(self._new) > len(self.here) and self._somebody("gains")

    @property
    def _then(self) -> bool:
        """Whether somebody does something by a time: “In two weeks he starts at the warehouse” needs no other word."""
        if "by-then" not in self.tags or not self._somebody("outcome", "habit", "gains", "act"):
            return False
        return bool(self._new or (self.mine and not self.linked))

    @property
    def _ahead(self) -> bool:
        """Whether what is to come is about this person and not about the service, whoever does it.

        As in “The next crew would know to talk trains”.
        """
        if "ahead" not in self.tags or len(self.concrete) < 2:
            return False
        return len(self.concrete | self.mine) > max(2, len(self.linked))

    @property
    def _about(self) -> bool:
        return bool(self.mine) or self._has(*_PEOPLE)

    @property
    def _anew(self) -> bool:
        return "anew" in self.tags

    @property
    def _enough(self) -> bool:
        """Whether it has enough words that are this person's, this service's or the student's own."""
        own = len(self.concrete)
        if self._leads or self._announced or self._anew:
            return bool(self.mine) + bool(self.linked) + bool(own) + self._anew > 1 or own >= self.known.concrete
        return own >= self.known.concrete - 1 and len(self.concrete | self.mine) >= self.known.concrete

    @property
    def _copied(self) -> bool:
        """Whether most of its words come from the case or from the directory.

        What follows from a fact is told in that fact's words; then it is copied only when there is no other word in it.
        """
        if len(self.here) <= self.known.concrete:
            return False
        least = 1 if self._has("leads-to", "ahead") else (1 - self.known.copied) * len(self.here)
        return any(len(self.here - source) < least for source in (self.known.told, self.known.directory))

    def _has(self, *tags: str) -> bool:
        return not self.tags.keys().isdisjoint(tags)

    def _somebody(self, *then: str) -> bool:
        """Whether one of some tags stands right after somebody."""
        after = [h.start for tag in then for h in self.tags.get(tag, ())]
        return bool(after) and any(
            0 <= at - hit.end <= _GAP for who in _PEOPLE for hit in self.tags.get(who, ()) for at in after
        )
