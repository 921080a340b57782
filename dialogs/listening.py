"""One text against one question: acts, times and names weighed by what was asked.

A time that only repeats what was read back is no new wish; a time or a provider that fits one of the options picks it.
"Yes" and "no" together are neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from dialogs import assent, naming, needs_staff, news, options_said, phrases, reasons
from dialogs.events import Facts, PatientSaid
from dialogs.meanings import (
    AskedHelp,
    AskedInfo,
    AskedRepeat,
    AskedWhen,
    Confirmed,
    Denied,
    GaveWhen,
    Greeted,
    HasArrived,
    KeepsVisit,
    LeavesMessage,
    LeavesWaitlist,
    Meaning,
    NamedKind,
    NamedPatients,
    NamedProvider,
    NeedsStaff,
    RunsLate,
    SaidGoodbye,
    SelectedAll,
    SelectedOption,
    Shift,
    Thanked,
    WantsBooking,
    WantsCancel,
    WantsChange,
    WantsLanguage,
    WantsMove,
    WantsOther,
    WantsPerson,
    WantsWaitlist,
    WentBack,
)
from dialogs.same_time import beside_visit, leaning_wish, says_how_far
from dialogs.say import Say
from dialogs.table import Table, zone_of
from dialogs.understanding.model import Act
from dialogs.understanding.model import Heard as Understood
from dialogs.visits import Visit, reachable, slot_of, upcoming
from dialogs.wishing import still_to_come
from scheduler.wishes import ANY_TIME, Order, When

_PLAIN_ACTS: dict[Act, Meaning] = {
    Act.ASK_WHEN: AskedWhen(),
    Act.THANKS: Thanked(),
    Act.GREETING: Greeted(),
    Act.GOODBYE: SaidGoodbye(),
    Act.HELP: AskedHelp(),
    Act.REPEAT: AskedRepeat(),
    Act.BACK: WentBack(),
}
_CHATTER = (Thanked, Greeted, SaidGoodbye)
# With these, a time belongs to what is told or asked, not to a wish; unless a wish is spoken too.
_OWN_TIME = frozenset(
    {Act.ASK_INFO, Act.ASK_WHEN, Act.RUNNING_LATE, Act.ARRIVED, Act.CANCEL, Act.GREETING, Act.GOODBYE}
)
_TIMES = frozenset({Act.GIVE_DATE, Act.GIVE_TIME})
_WISHING = frozenset({Act.GIVE_DATE, Act.GIVE_TIME, Act.RESCHEDULE, Act.REQUEST_ALTERNATIVES, Act.BOOK})


# With these, a visit type that is named is no wish for a new visit.
_BUSINESS = frozenset(
    {Act.RESCHEDULE, Act.CANCEL, Act.ASK_WHEN, Act.ASK_INFO, Act.RUNNING_LATE, Act.ARRIVED, Act.HUMAN, Act.GOODBYE}
)
_ASKING = frozenset({Act.RESCHEDULE, Act.REQUEST_ALTERNATIVES, Act.CANCEL, Act.BOOK})

_BETWEEN_TIMES = frozenset(
    ["or", "and", "but", "on", "at", "the", "please", "o", "y", "pero", "el", "la", "por", "favor"]
)

# What is passed on to staff and needs no visit, unless one is asked for in so many words.
_PASSED_ON = frozenset({"medication", "billing", "records", "results", "insurance", "contact", "complaint"})

LIKELY = 0.5
SHORT = 3  # words: a time and little else
SOONEST = When(order=Order.EARLIEST)
_UNABLE = tuple(f"reschedule: {word}" for word in ("no", "not", "cant", "cannot", "wont", "unable", "couldnt"))


class Listening:
    """One text against one question; `meanings` is what it means there."""

    def __init__(
        self, said: PatientSaid, question: Say | None, menu: tuple[Meaning, ...], words: str, now: datetime
    ) -> None:
        self.facts: Facts = said.facts
        self.acts = {heard.act: heard for heard in reversed(said.understanding.acts) if _plain(heard, said)}
        other = said.understanding.heard(Act.OTHER)
        self.unsure_topic = "" if other is None else other.topic
        self.question = question
        self.table = Table(question, menu, said.facts)
        self.options = self.table.options
        self.menu = menu
        self.words = words
        self.named = naming.named_provider(words, said.facts.clinic)
        self.shift = phrases.shift(words)
        self.patients = naming.named_patients(words, reachable(said.facts))
        mine = not self.patients and len(reachable(said.facts)) > 1 and phrases.mine(words)
        self.patients = naming.speaking(reachable(said.facts)) if mine else self.patients
        self.parting = phrases.see_you(words) and not _ASKING & self.acts.keys()
        self.times_said = said.understanding.when is not None and not said.understanding.when.is_any_time
        self.only_time = self.times_said and self._wishes_only() and _says_only_a_time(said, words)
        self.when = self._new_time(still_to_come(said.understanding.when, now))
        self.until_then = self.parting and self.table.echoes(said.understanding.when)
        self.asked = self.table.asked
        self.another = self._names_another()
        self.other = self.another or phrases.other_one(words) or (mine and not self.patients)
        self.keeps = assent.keeps(words, self.asked) and not self._wishes_anew()
        self.keeps = self.keeps or (self.table.arranges_new and phrases.drops(words))
        self.books = self._wants_new()
        self.adds = self.books and phrases.beside(words) and not self.table.idle
        self.kind = naming.named_kind(words, said.facts.clinic) if self.books or self.table.arranges_new else None
        self.conditional = assent.conditional(words, self.asked)

    def meanings(self) -> tuple[Meaning, ...]:
        if phrases.leaves_list(self.words):
            return (LeavesWaitlist(self.patients),)
        if phrases.waits(self.words):
            return (WantsWaitlist(self.patients, self.when or ANY_TIME),)
        if self._asks_whether():
            return (AskedWhen(),)
        found = tuple(dict.fromkeys((*self._about_visits(), *self._answers(), *self._names(), *self._others())))
        telling = tuple(meaning for meaning in found if not isinstance(meaning, _CHATTER))
        return telling or found

    def _new_time(self, when: When | None) -> When | None:
        """The time that was wished, if it is more than an echo of what was read back."""
        time = self.table.time
        if time is not None:
            zone = zone_of(time, self.facts.clinic)
            leaning = leaning_wish(self.words, when, time.starts_at, zone)
            if leaning is not None:
                return leaning
            if self.table.idle and (beside := beside_visit(self.words, self.shift, when, time.starts_at, zone)):
                return beside
        if self.shift is not Shift.NONE and phrases.same_day(self.words):
            return None
        if when is None or (when.is_any_time and when.order is None):
            open_to_all = phrases.any_time(self.words) or phrases.asks_openings(self.words)
            return SOONEST if self.table.chooses_time and open_to_all else None
        wishing = _WISHING - {Act.GIVE_DATE} if Act.GOODBYE in self.acts else _WISHING
        if _OWN_TIME & self.acts.keys() and not wishing & self.acts.keys():
            return None
        if (self.parting and self.table.idle) or self.table.echoes(when):
            return None
        moving = Act.RESCHEDULE in self.acts
        if moving and not phrases.towards(self.words) and self.table.tells_visit(when):
            return None
        return self.table.completed(when, moves=moving or not self.table.idle)

    def _names_visit_and_time(self) -> bool:
        """Which of the visits, and where to, in one answer: "Leo's, to Friday"."""
        return self.asked == "which_to_move" and bool(self.patients) and self.when is not None

    def _names_other_time(self) -> bool:
        """With nothing asked: "could I come on Friday instead?", or "do you have anything earlier?" said of a visit."""
        if not self.table.idle or not upcoming(self.facts):
            return False
        if self.when is None or Act.RUNNING_LATE in self.acts or self._asks_of_own_visit():
            return False
        told = phrases.instead(self.words) or says_how_far(self.words) or phrases.asks_openings(self.words)
        bare = self.words.count(" ") < SHORT and self.acts.keys() <= _TIMES
        return told or bare or self.only_time or Act.REQUEST_ALTERNATIVES in self.acts

    def _asks_whether(self) -> bool:
        """With nothing asked: "it's on Friday at 9, right?", or "who is it with?", wants to hear of the visit."""
        about_it = (self.times_said and phrases.checks(self.words)) or phrases.who_with(self.words)
        if phrases.was_cancelled(self.words) and self.asked not in assent.CANCELLING:
            return bool(reachable(self.facts))
        if not self.table.idle or not about_it:
            return False
        return bool(upcoming(self.facts)) and not (_ASKING | {Act.RUNNING_LATE, Act.ARRIVED}) & self.acts.keys()

    def _asks_of_own_visit(self) -> bool:
        """“What time is my appointment tomorrow” asks for no other time."""
        return Act.ASK_WHEN in self.acts and phrases.own(self.words)

    def _about_visits(self) -> Iterator[Meaning]:
        stays_away = phrases.cannot_come(self.words)
        if self.keeps:
            yield KeepsVisit()
            return
        if self.another and not {Act.RESCHEDULE, Act.CANCEL} & self.acts.keys():
            yield WantsCancel(self.patients, True) if self.asked in assent.CANCELLING else self._move()
            return
        if self.asked == "move_or_cancel" and phrases.no_longer(self.words):
            yield WantsCancel(self.patients, self.other, reasons.reason_in(self.words))
            return
        if stays_away and self.when is None and "cancel" not in self.words:
            yield WantsChange(self.patients)
            return
        if self.books:
            relative = phrases.relative(self.words)
            other = relative or phrases.beside(self.words)
            yield WantsBooking(self.patients, self.when or ANY_TIME, other, relative)
        elif self._moves() or self._names_visit_and_time() or self._names_other_time():
            yield self._move()
        if Act.CANCEL in self.acts and (self.asked not in assent.CANCELLING or self._agrees(Act.CANCEL) or self.other):
            yield WantsCancel(self.patients, self.other, reasons.reason_in(self.words))
        if stays_away and not {Act.RESCHEDULE, Act.CANCEL} & self.acts.keys():
            yield WantsMove(self.patients, self.when or ANY_TIME)

    def _names_another(self) -> bool:
        """Whether somebody else was named than the patient whose visit was read back."""
        visit = self.question.values.get("visit") if self.question is not None else None
        if self.asked not in assent.READ_BACK or not self.patients or not isinstance(visit, Visit):
            return False
        return visit.appointment.patient_id not in self.patients

    def _move(self) -> Meaning:
        """A move; where a new time was read back, "that one is no good for me" wants another and no move."""
        if self.table.held and self.when is None and not (self._agrees(Act.RESCHEDULE) or self.other):
            return WantsOther()
        return WantsMove(self.patients, self.when or ANY_TIME, self.other)

    def _agrees(self, act: Act) -> bool:
        """Whether an act is a yes to what was read back: no guess, no condition, no question, no other visit."""
        heard = self.acts.get(act)
        if heard is None or heard.guessed or self.conditional:
            return False
        plainly = not heard.because.startswith(("cancel", "reschedule"))
        return plainly or not (self.other or Act.ASK_INFO in self.acts or heard.because.startswith(_UNABLE))

    def _answers(self) -> Iterator[Meaning]:
        if self.keeps:
            return
        doubt = phrases.doubts(self.words)
        yes = doubt or self.until_then or (self._agrees(Act.CONFIRM) and not self.another)
        turns = self.another or (self.other and bool({Act.RESCHEDULE, Act.CANCEL} & self.acts.keys())) or self.adds
        no = doubt or (Act.DENY in self.acts and not (self.until_then or turns))
        sure = not no and not self.conditional and phrases.will_come(self.words)
        if (yes or sure or self._books_what_is_held()) and not no:
            yield Confirmed(self.patients, sure)
        if no and not yes:
            yield Denied()
        if phrases.takes_all(self.words):
            yield SelectedAll()
        else:
            yield from self._choice(yes and not no)
        if (Act.REQUEST_ALTERNATIVES in self.acts and not self.adds) or (
            self.shift is not Shift.NONE and (self.table.chooses_time or self.table.held)
        ):
            yield WantsOther(self.shift if self.when is None or not self.when.windows else Shift.NONE)
        if self.when is not None and (Act.BOOK not in self.acts or self.question):
            yield GaveWhen(self.when)

    def _choice(self, yes: bool) -> Iterator[Meaning]:
        """The option that is meant: by its number in words, as the only one, or by what it is."""
        options, spoken = self.options, self.acts.get(Act.SELECT_OPTION)
        number = phrases.picked_anew(self.words) or (spoken.option if spoken is not None else None)
        number = number or phrases.ordinal(self.words)
        if number is not None and (options or spoken is not None):
            if self.menu and not options:
                yield from self.menu[number - 1 : number]
            else:
                yield SelectedOption(
                    number, when=options_said.time_beside(number, options, self.when, self.facts.clinic)
                )
        elif options and not self.menu:
            if (yes and len(options) == 1) or (self.table.chooses_time and phrases.any_option(self.words)):
                yield SelectedOption(1)
            elif slot_of(options[0]) is not None and (fitting := self._fitting()) is not None:
                yield SelectedOption(fitting)

    def _fitting(self) -> int | None:
        """The number of the only option that the time or the provider said fits."""
        if self.shift is not Shift.NONE or (self.named and self.named.refused):
            return None
        provider = self.named.provider if self.named else None
        return options_said.only_fitting(self.options, self.when, provider, self.facts.clinic)

    def _names(self) -> Iterator[Meaning]:
        if self.patients:
            yield NamedPatients(self.patients)
        named = self.named
        if named is None and (other := self._refused()) is not None:
            yield NamedProvider(other, True, self.when or ANY_TIME)
        if named and (named.refused or all(slot.provider != named.provider for slot in self.table.read_back)):
            yield NamedProvider(named.provider, named.refused, self.when or ANY_TIME)
        if self.kind is not None:
            provider = named.provider if named and not named.refused else None
            yield NamedKind(self.kind, self.when or ANY_TIME, provider, self.adds)

    def _refused(self) -> str | None:
        """Whose times were offered, where the words want somebody else."""
        if not (self.table.chooses_time or self.table.held) or not phrases.not_with_them(self.words):
            return None
        slots = self.table.read_back or tuple(slot for slot in map(slot_of, self.options) if slot is not None)
        providers = {slot.provider for slot in slots}
        return providers.pop() if len(providers) == 1 else None

    def _others(self) -> Iterator[Meaning]:
        if Act.HUMAN in self.acts and news.message(self.words) is None:
            yield WantsPerson()
        if (reason := needs_staff.reason_in(self.words)) is not None:
            yield NeedsStaff(reason)
        if (language := phrases.language(self.words, self.facts.clinic.languages)) is not None:
            yield WantsLanguage(language)
        elif phrases.asks_reminder(self.words):
            yield AskedInfo("reminders")
        elif (question := self.acts.get(Act.ASK_INFO)) is not None and not (self.table.arranges_new and self.kind):
            yield AskedInfo(question.topic or "")
        elif self.unsure_topic:
            yield AskedInfo(self.unsure_topic)
        yield from self._news()
        for act in self.acts:
            if act in _PLAIN_ACTS:
                yield _PLAIN_ACTS[act]

    def _news(self) -> Iterator[Meaning]:
        """What the team should know: late, here, a message."""
        asked = self.asked == "how_late"
        if not asked and phrases.supposes(self.words):
            if Act.RUNNING_LATE in self.acts:
                yield AskedInfo()
        elif asked or Act.RUNNING_LATE in self.acts:
            minutes = news.minutes(self.words, bare=asked)
            if minutes or Act.RUNNING_LATE in self.acts:
                yield RunsLate(minutes)
        if Act.ARRIVED in self.acts:
            yield HasArrived(news.outside(self.words))
        if (whole := news.message(self.words)) is not None:
            yield LeavesMessage(whole)

    def _books_what_is_held(self) -> bool:
        """A time was read back, and the answer is "book it", or "I'll take it"."""
        takes = phrases.takes_it(self.words) and not self.options
        if not self.table.held or self.when is not None:
            return False
        return takes or (self._agrees(Act.BOOK) and not (phrases.relative(self.words) or phrases.beside(self.words)))

    def _wants_new(self) -> bool:
        """A new visit is wished for: in so many words, or as a visit type ("I need a physical")."""
        if self._guessed(Act.BOOK) and (Act.ASK_INFO in self.acts or needs_staff.reason_in(self.words) in _PASSED_ON):
            return False
        other_time = (self._asks_what_is_free() or self.only_time) and self._guessed(Act.BOOK)
        if phrases.asks_reminder(self.words) or (other_time and self.table.idle and upcoming(self.facts)):
            return False
        if Act.BOOK in self.acts or (Act.RESCHEDULE in self.acts and phrases.new_visit(self.words)):
            return True
        if self.table.held and phrases.beside(self.words):
            return naming.named_kind(self.words, self.facts.clinic) is not None
        if not self.table.idle or _BUSINESS & self.acts.keys():
            return False
        if phrases.sees_someone(self.words) or (self._asks_what_is_free() and not upcoming(self.facts)):
            return True
        return phrases.books_it(self.words) or (
            phrases.wants(self.words) and naming.named_kind(self.words, self.facts.clinic) is not None
        )

    def _moves(self) -> bool:
        """A visit shall be moved; "change my phone number" is about none."""
        of_file = self.when is None and needs_staff.reason_in(self.words) == "contact"
        return Act.RESCHEDULE in self.acts and not of_file

    def _wishes_only(self) -> bool:
        """Whether no act was heard but times, and perhaps a guess that they are to be booked."""
        return all(act in _TIMES or (act is Act.BOOK and self._guessed(act)) for act in self.acts)

    def _guessed(self, act: Act) -> bool:
        return act in self.acts and self.acts[act].guessed

    def _asks_what_is_free(self) -> bool:
        return self.times_said and phrases.asks_openings(self.words)

    def _wishes_anew(self) -> bool:
        """Whether "never mind" comes with another time: "never mind, book the 13th"."""
        return self.when is not None and (Act.RESCHEDULE in self.acts or self.table.arranges_new)


def _says_only_a_time(said: PatientSaid, words: str) -> bool:
    """Whether every word belongs to a time: "next Tuesday afternoon or Wednesday morning"."""
    timed = {word for reason in said.understanding.because for word in reason.partition(": ")[2].split()}
    return _BETWEEN_TIMES.union(timed).issuperset(words.split())


def _plain(heard: Understood, said: PatientSaid) -> bool:
    """Heard by rule, or a guess that is more likely right than wrong; below that the bot asks."""
    return not heard.guessed or said.understanding.confidence >= LIKELY
