"""Finding a time: what moving a visit and booking one share.

Ask when, search, offer numbered openings, hold the one that is picked, read it back and wait for a yes. What is looked
for, and what the yes leads to, is each flow's own: its memory is a `Picks`, and `states` is given its words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from dialogs.effects import Effect, FindSlots, HoldSlot, ReleaseHold
from dialogs.events import HoldExpired, NotAllowed, NothingFree, SlotHeld, SlotsFound, SlotTaken
from dialogs.flow import DONE, Go, On, State
from dialogs.flows.choosing import about_it
from dialogs.meanings import (
    Confirmed,
    Denied,
    Entered,
    GaveWhen,
    KeepsVisit,
    NamedProvider,
    SelectedOption,
    Shift,
    WantsBooking,
    WantsMove,
    WantsOther,
    WantsWaitlist,
    WentBack,
)
from dialogs.wishing import earlier_than, later_than
from scheduler.model import Hold, Slot
from scheduler.wishes import Grain, When

OFFERED = 3


class Picks(Protocol):
    """A memory in which a time is being found."""

    @property
    def when(self) -> When: ...
    @property
    def refused(self) -> str | None: ...
    @property
    def offered(self) -> tuple[Slot, ...]: ...
    @property
    def option(self) -> int: ...
    @property
    def hold(self) -> Hold | None: ...
    @property
    def seen(self) -> tuple[datetime, ...]:
        """The times to which "earlier" and "later" compare; empty where none was named yet."""

    def wish(self) -> FindSlots: ...
    def claim(self, slot: Slot) -> HoldSlot: ...


def tells(when: When) -> bool:
    """Whether a wish narrows anything down: "the earliest you have" does."""
    return not when.is_any_time or when.order is not None


def knows_when(memory: Picks, event: object) -> bool:
    return tells(memory.when)


def was_offered(memory: Picks, picked: SelectedOption) -> bool:
    return 1 <= picked.option <= len(memory.offered)


def shifts(memory: Picks, other: WantsOther) -> bool:
    return other.shift is not Shift.NONE and bool(memory.seen)


def names_time(memory: Picks, wants: WantsMove | WantsBooking) -> bool:
    return about_it(memory, wants) and tells(wants.when)


def acceptable(memory: Picks, slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
    return tuple(slot for slot in slots if slot.provider != memory.refused)[:OFFERED]


def has_acceptable(memory: Picks, found: SlotsFound) -> bool:
    return bool(acceptable(memory, found.slots))


def is_the_one(memory: Picks, found: SlotsFound) -> bool:
    """Whether a day and a clock time were named, and there is one opening then: that was the pick."""
    windows = memory.when.windows
    exact = len(windows) == 1 and windows[0].grain is Grain.MINUTE and windows[0].has_day
    return exact and len(acceptable(memory, found.slots)) == 1


def keep_the_one(memory: Any, found: SlotsFound) -> Any:
    return replace(memory, offered=acceptable(memory, found.slots), option=1, hold=None)


def has_nearest(memory: Picks, nothing: NothingFree) -> bool:
    return bool(acceptable(memory, nothing.nearest))


def keep_found(memory: Any, found: SlotsFound) -> Any:
    return replace(memory, offered=acceptable(memory, found.slots), hold=None)


def keep_nearest(memory: Any, nothing: NothingFree) -> Any:
    return replace(memory, offered=acceptable(memory, nothing.nearest), hold=None)


def keep_wish(memory: Any, said: GaveWhen | WantsMove | WantsBooking) -> Any:
    return replace(memory, when=said.when)


def with_named_time(memory: Any, said: object) -> Any:
    """With the time that was named together with the waiting list."""
    return replace(memory, when=said.when) if isinstance(said, WantsWaitlist) and tells(said.when) else memory


def keep_shifted(memory: Any, other: WantsOther) -> Any:
    earlier = other.shift is Shift.EARLIER
    shifted = earlier_than(min(memory.seen), memory.when) if earlier else later_than(max(memory.seen), memory.when)
    return replace(memory, when=shifted)


def keep_provider(memory: Any, named: NamedProvider) -> Any:
    when = named.when if tells(named.when) else memory.when
    if named.refused:
        return replace(memory, provider=None, refused=named.provider, when=when)
    return replace(memory, provider=named.provider, refused=None, when=when)


def keep_option(memory: Any, picked: SelectedOption) -> Any:
    return replace(memory, option=picked.option)


def has_first(memory: Picks, yes: Confirmed | WantsMove | WantsBooking) -> bool:
    return bool(memory.offered) and about_it(memory, yes)


def keep_first(memory: Any, yes: object) -> Any:
    """A yes to several openings: the first is read back, and waits for its own yes."""
    return replace(memory, option=1)


def keep_hold(memory: Any, held: SlotHeld) -> Any:
    return replace(memory, hold=held.hold)


def forget_hold(memory: Any, event: object) -> Any:
    return replace(memory, hold=None)


def search(memory: Picks) -> FindSlots:
    return replace(memory.wish(), limit=OFFERED, refused=memory.refused)


def hold_chosen(memory: Picks) -> HoldSlot:
    return memory.claim(memory.offered[memory.option - 1])


def hold_instead(memory: Picks) -> tuple[ReleaseHold | HoldSlot, ...]:
    return (*release(memory), hold_chosen(memory))


def release(memory: Picks) -> tuple[ReleaseHold, ...]:
    return (ReleaseHold(memory.hold.id),) if memory.hold else ()


def search_anew(memory: Picks) -> tuple[ReleaseHold | FindSlots, ...]:
    return (*release(memory), search(memory))


def held(memory: Picks) -> Hold:
    """The slot that a yes is about."""
    if memory.hold is None:
        raise LookupError("a yes is only asked for while a slot is held")
    return memory.hold


@dataclass(frozen=True, slots=True)
class Words:
    """The prompts of one flow: its questions, and what is said when everything stays as it was."""

    when: str
    when_again: str
    other: str
    offer: str
    offer_again: str
    nearest: str
    confirm: str
    nothing: str
    cannot: str
    left: str


SLOT_LOST = On(SlotTaken, keep=forget_hold, say="just_taken", do=search, to="searching")
TOO_LATE = On(HoldExpired, keep=forget_hold, say="hold_expired", do=search, to="searching")
_CHOICE = On(SelectedOption, was_offered, keep=keep_option, do=hold_chosen, to="holding")
_PICKED_ANEW = On(SelectedOption, was_offered, keep=keep_option, do=hold_instead, to="holding")
_NONE_OF_THESE = On((WantsOther, Denied, WentBack), to="asking_other")


def states(
    words: Words,
    wants: type,
    yes: On,
    ask_staff: Callable[[Any], Effect],
    to_waitlist: Callable[[Any, Any], Any],
    *more: On,
) -> tuple[State, ...]:
    """From `ready` to the read-back, where `yes` is the line that a yes takes.

    `wants` is the meaning that began the flow and may be repeated with another time; `more` are the flow's own wishes.
    Where nothing is free, a yes leads to the waiting list, whose memory `to_waitlist` makes.
    """
    wait = Go("waitlist", to_waitlist)
    leave_it = On((Denied, WentBack), say=words.left, to=DONE)
    refused = On(NotAllowed, say=words.cannot, do=ask_staff, to=DONE)
    new_wish = (
        On(KeepsVisit, do=release, say=words.left, to=DONE),
        On(WantsWaitlist, do=release, to=wait),
        *more,
        On(NamedProvider, keep=keep_provider, do=search_anew, to="searching"),
        On(WantsOther, shifts, keep=keep_shifted, do=search_anew, to="searching"),
        On(GaveWhen, keep=keep_wish, do=search_anew, to="searching"),
        On(wants, names_time, keep=keep_wish, do=search_anew, to="searching"),
    )
    first = On((Confirmed, wants), has_first, keep=keep_first, do=hold_chosen, to="holding")
    menu = (Confirmed(), Denied())
    return (
        State("ready", On(Entered, knows_when, do=search, to="searching"), On(Entered, to="asking_when")),
        State("asking_when", *new_wish, leave_it, ask=words.when, again=words.when_again),
        State("asking_other", *new_wish, leave_it, ask=words.other, again=words.when_again),
        State(
            "searching",
            On(SlotsFound, is_the_one, keep=keep_the_one, do=hold_chosen, to="holding"),
            On(SlotsFound, has_acceptable, keep=keep_found, to="offering"),
            On(NothingFree, has_nearest, keep=keep_nearest, to="offering_nearest"),
            On((SlotsFound, NothingFree), to="nothing_free"),
        ),
        State("offering", _CHOICE, *new_wish, _NONE_OF_THESE, first, ask=words.offer, again=words.offer_again),
        State(
            "offering_nearest", _CHOICE, *new_wish, _NONE_OF_THESE, first, ask=words.nearest, again=words.offer_again
        ),
        State("holding", On(SlotHeld, keep=keep_hold, to="confirming"), SLOT_LOST, TOO_LATE, refused),
        State(
            "confirming",
            _PICKED_ANEW,
            *new_wish,
            yes,
            On((Denied, WantsOther, WentBack), do=release, to="letting_go"),
            TOO_LATE,
            ask=words.confirm,
            menu=menu,
        ),
        State("letting_go", On(Entered, keep=forget_hold, to="asking_other")),
        State(
            "nothing_free",
            *new_wish,
            On(Confirmed, to=wait),
            On(WantsOther, do=ask_staff, say="person_finds_time", to=DONE),
            leave_it,
            ask=words.nothing,
            menu=menu,
        ),
    )
