"""The rules that weigh acts against each other, in the light of what was asked; `RULES` is their order.

Each takes what still stands and adds, drops or turns acts. None looks at the text itself.
"""

from __future__ import annotations

from collections.abc import Callable

from dialogs.understanding.acts.weighing import Weighing
from dialogs.understanding.lexicon.table import listed
from dialogs.understanding.model import Act

_BUSINESS = frozenset({
    Act.BOOK, Act.RESCHEDULE, Act.CANCEL, Act.ASK_WHEN, Act.ASK_INFO, Act.REQUEST_ALTERNATIVES, Act.HUMAN,
    Act.GIVE_DATE, Act.GIVE_TIME,
    Act.SELECT_OPTION, Act.RUNNING_LATE, Act.ARRIVED, Act.WRONG_NUMBER, Act.OPT_OUT,
})  # fmt: skip
_DEMANDS = frozenset(
    {Act.BOOK, Act.RESCHEDULE, Act.CANCEL, Act.ASK_WHEN, Act.ASK_INFO, Act.HUMAN, Act.REQUEST_ALTERNATIVES}
)
_NOT_ABOUT_TIMES = frozenset({Act.RUNNING_LATE, Act.ARRIVED, Act.OPT_OUT, Act.WRONG_NUMBER})
_UNABLE = (
    "reschedule: cant",
    "reschedule: cannot",
    "reschedule: wont",
    "reschedule: unable",
    "reschedule: couldnt",
    "reschedule: not",
    "reschedule: no ",
)
_MOVING = tuple(
    f"reschedule: {verb}"
    for verb in listed(
        "move change push switch shift swap bump resched postpone delay modify adjust rearrange cambi mov muev pas "
        "reprogram reagend pospon aplaz"
    )
)
_FIRM = (*_MOVING, *_UNABLE)
_OWN = frozenset(listed("i my mi we our got changed new"))
_SHORT = 3
_NEAR = 5
_VISITS = frozenset(listed("visit visits appointment appointments checkup cita citas consulta consultas"))
_BOOKING = frozenset(listed("book schedule make reserve agendar reservar sacar hacer pedir"))


def timeless(weighing: Weighing) -> bool:
    """Whether what looks like a time is an option's place or how late somebody is."""
    choice = weighing.found.choice
    if choice is not None and choice.by_words and weighing.has(Act.SELECT_OPTION):
        return True
    return weighing.has(*_NOT_ABOUT_TIMES) and not weighing.has(*_DEMANDS)


def bare_one(weighing: Weighing) -> None:
    """“1” to a question that can be answered by yes."""
    if weighing.found.line.words == ["1"] and weighing.found.asked.yes_or_no and not weighing.found.options:
        weighing.add(Act.CONFIRM, "1 to a question of yes or no")


def yes_or_no(weighing: Weighing) -> None:
    """Of yes and no the first counts, but a mere "ok" or "great" gives way."""
    if not weighing.has(Act.CONFIRM) or not weighing.has(Act.DENY):
        return
    denied_first = weighing.at[Act.DENY] <= weighing.at[Act.CONFIRM]
    weighing.drop(Act.CONFIRM if denied_first or weighing.soft(Act.CONFIRM) else Act.DENY)


def choose(weighing: Weighing) -> None:
    """A plain choice is one; so is agreement to something offered."""
    choice = weighing.found.choice
    if choice is not None and (choice.by_words or not weighing.has(*_DEMANDS, Act.DENY)):
        weighing.drop(Act.SELECT_OPTION, Act.REQUEST_ALTERNATIVES)
        if choice.by_words:
            weighing.drop(Act.CONFIRM, Act.RESCHEDULE, Act.BOOK, Act.DENY)
        weighing.add(Act.SELECT_OPTION, choice.because)
        return
    offered = weighing.asked("offer") and not weighing.asked("details", "more") and not weighing.found.asked.menu
    if weighing.found.options > 1 or (weighing.found.reading.has_day and not offered):
        weighing.drop(Act.SELECT_OPTION)
    if offered and weighing.has(Act.CONFIRM):
        if weighing.found.options > 1:
            return
        weighing.turn(Act.CONFIRM, Act.SELECT_OPTION)
    elif weighing.has(Act.CONFIRM, Act.DENY) and not offered:
        weighing.drop(Act.SELECT_OPTION)


def opt_out_alone(weighing: Weighing) -> None:
    """Who wants no more messages wants nothing else by the same words, unless a visit is named."""
    if weighing.has(Act.OPT_OUT):
        named = _VISITS & set(weighing.found.line.text[weighing.at.get(Act.CANCEL, 0) :].split()[:_NEAR])
        weighing.drop(
            *(() if named else (Act.CANCEL,)),
            Act.OPT_IN,
            Act.DENY,
            Act.HELP,
            Act.BACK,
            Act.HUMAN,
            Act.GOODBYE,
            Act.REQUEST_ALTERNATIVES,
            Act.RESCHEDULE,
        )


def wrong_number_alone(weighing: Weighing) -> None:
    if weighing.has(Act.WRONG_NUMBER):
        weighing.drop(Act.DENY, Act.CANCEL, Act.RESCHEDULE, Act.BOOK, Act.REPEAT, Act.HUMAN)


def ask(weighing: Weighing) -> None:
    """A question about a topic, or a topic alone."""
    found = weighing.found
    alone = len(found.line.words) <= _SHORT and not _OWN & set(found.line.words)
    if found.topic is None or not (found.question or alone):
        return
    weighing.add(Act.ASK_INFO, f"topic {found.topic.label}: {found.topic.said}", found.topic.start)
    if found.topic.label in {"hours", "prep", "length", "directions", "address"}:
        weighing.drop(Act.ASK_WHEN)
    weighing.drop(Act.HELP, Act.REPEAT)


def question_first(weighing: Weighing) -> None:
    """What is asked is not booked, and a question is no change of heart."""
    if weighing.has(Act.ASK_WHEN, Act.ASK_INFO):
        weighing.drop(Act.BOOK)
        if (weighing.soft(Act.CONFIRM) or weighing.at.get(Act.CONFIRM, 0) > 0) and not weighing.asked("details"):
            weighing.drop(Act.CONFIRM)


def move_or_cancel(weighing: Weighing) -> None:
    """Moving and cancelling outweigh booking; "cancel it and move it" is a move."""
    if weighing.has(Act.CANCEL, Act.RESCHEDULE):
        weighing.drop(Act.ASK_WHEN, *(() if _books_besides(weighing) else (Act.BOOK,)))
        _forget_inability(weighing)
    if weighing.has(Act.CANCEL) and not weighing.standing.get(Act.RESCHEDULE, "").startswith(_MOVING):
        weighing.drop(Act.RESCHEDULE)
    said = weighing.standing.get(Act.RESCHEDULE, "") or weighing.standing.get(Act.CANCEL, "")
    if not weighing.asked("details") and said.startswith(
        (*_UNABLE, "cancel: ya no", "cancel: no", "cancel: dont", "cancel: not", "cancel: wont")
    ):
        weighing.drop(Act.DENY)


def _books_besides(weighing: Weighing) -> bool:
    """A booking in a clause of its own, behind the other wish: “cancel Monday and book one for my son”."""
    at = weighing.at.get(Act.BOOK, 0)
    before = weighing.found.line.text[:at].rstrip(" ")
    joined = before.endswith((" and", " then", " y", " luego", ",", "."))
    return at > 0 and joined and bool(_BOOKING & set(weighing.standing.get(Act.BOOK, "").split()))


def _forget_inability(weighing: Weighing) -> None:
    """“I can't” tells why, unless it answers a question."""
    unable = ("deny: cant", "deny: cannot", "deny: wont", "deny: couldnt")
    if not weighing.asked("details") and weighing.standing.get(Act.DENY, "").startswith(unable):
        weighing.drop(Act.DENY)


def stand_in(weighing: Weighing) -> None:
    """Somebody else comes to the same visit: “instead of me” moves nothing."""
    said = weighing.standing.get(Act.RESCHEDULE, "")
    if "stand_in" in weighing.cues and said.endswith(("instead of", "en vez de", "en lugar de")):
        weighing.drop(Act.RESCHEDULE)
        weighing.refused.add(Act.RESCHEDULE)


def not_only_no(weighing: Weighing) -> None:
    """The "no" that begins a longer phrase ("no recuerdo cuándo") is no answer."""
    if weighing.standing.get(Act.DENY) not in {"deny: no", "deny: not"} or weighing.asked("details"):
        return
    start = weighing.at[Act.DENY]
    if any(weighing.at[act] == start for act in weighing.standing if act is not Act.DENY):
        weighing.drop(Act.DENY)


def answer_to_details(weighing: Weighing) -> None:
    """A reply to "is this right?": yes with the same words is only a yes; another time is a no."""
    if not weighing.asked("details"):
        return
    if weighing.asked("cancelling") and weighing.has(Act.CANCEL) and not weighing.has(Act.DENY):
        weighing.add(Act.CONFIRM, weighing.standing[Act.CANCEL])
    if weighing.has(Act.CONFIRM):
        weighing.drop(Act.BOOK, Act.SELECT_OPTION)
    elif (weighing.found.reading.has_clock or weighing.found.reading.has_day) and not weighing.has(Act.DENY):
        weighing.add(Act.DENY, "another time than was read back")


def answer_to_when(weighing: Weighing) -> None:
    """Asked for a day or time, "I'd like an appointment on Friday" only gives it."""
    reading = weighing.found.reading
    if weighing.asked("time", "day") and (reading.has_day or reading.has_clock):
        weighing.drop(
            Act.BOOK, Act.RESCHEDULE, Act.ASK_WHEN, Act.SELECT_OPTION if weighing.found.choice is None else Act.BOOK
        )


def others_wanted(weighing: Weighing) -> None:
    """Wishing for others is the no; so is to look elsewhere after an offer."""
    if weighing.has(Act.HUMAN):
        weighing.drop(Act.REQUEST_ALTERNATIVES)
    if weighing.has(Act.REQUEST_ALTERNATIVES) and not weighing.standing.get(Act.RESCHEDULE, "").startswith(_FIRM):
        weighing.drop(Act.RESCHEDULE)
    if (
        weighing.asked("offer")
        and "find" in weighing.cues
        and not weighing.has(Act.CONFIRM, Act.SELECT_OPTION, Act.BOOK)
    ):
        weighing.add(Act.REQUEST_ALTERNATIVES, "looks elsewhere")
    if weighing.has(Act.REQUEST_ALTERNATIVES):
        if weighing.asked("more") and weighing.has(Act.DENY):
            weighing.drop(Act.REQUEST_ALTERNATIVES)
        else:
            weighing.drop(Act.DENY, Act.BOOK, Act.CONFIRM)


def give_times(weighing: Weighing) -> None:
    """Days and clock times that were said, unless they told how late somebody is."""
    reading = weighing.found.reading
    if timeless(weighing):
        return
    said = [because for because in reading.because if not because.startswith("right_now")]
    if reading.has_day or (reading.when is not None and reading.when.order is not None and not reading.has_clock):
        weighing.add(Act.GIVE_DATE, next(iter(said), "a day"))
    if reading.has_clock and said and not (reading.has_day and reading.only_parts):
        weighing.add(Act.GIVE_TIME, said[-1])


def any_time(weighing: Weighing) -> None:
    """“Any day works” is a wish, too, if nothing else was said about time."""
    if "anytime" in weighing.cues and weighing.found.reading.when is None and not weighing.has(*_DEMANDS, Act.DENY):
        weighing.any_time = True
        weighing.add(Act.GIVE_DATE, "any time")


def pick_by_time(weighing: Weighing) -> None:
    """One of several times that were offered, though it is not known here which."""
    if (
        weighing.asked("pick")
        and not weighing.found.options
        and weighing.has(Act.GIVE_DATE, Act.GIVE_TIME)
        and not weighing.has(Act.DENY, *_DEMANDS)
    ):
        weighing.add(Act.SELECT_OPTION, "one of the times offered")


def give_name(weighing: Weighing) -> None:
    if (
        weighing.found.name is not None
        and not weighing.has(Act.WRONG_NUMBER)
        and not (weighing.asked("name") and weighing.has(*_DEMANDS))
    ):
        weighing.add(Act.GIVE_NAME, f"name: {weighing.found.name}")


def manners(weighing: Weighing) -> None:
    """Beside business, greetings stay and soft words of assent go."""
    if weighing.has(Act.THANKS, Act.GOODBYE) and weighing.soft(Act.CONFIRM) and not weighing.asked("details", "offer"):
        weighing.drop(Act.CONFIRM)
    if weighing.has(*_BUSINESS):
        weighing.drop(Act.HELP, Act.BACK)
        if weighing.has(Act.REPEAT) and weighing.has(*_DEMANDS):
            weighing.drop(Act.REPEAT)
    if weighing.has(Act.OTHER) and len(weighing.standing) > 1:
        weighing.drop(Act.OTHER)


def nothing_known(weighing: Weighing) -> None:
    if weighing.standing:
        return
    if weighing.found.question and "find" not in weighing.cues:
        weighing.add(Act.ASK_INFO, "a question that no table knows")
    else:
        weighing.add(Act.OTHER, "no table knows these words")


RULES: tuple[Callable[[Weighing], None], ...] = (
    bare_one, not_only_no, yes_or_no, opt_out_alone, wrong_number_alone, stand_in, ask, question_first,
    move_or_cancel, choose, answer_to_details, answer_to_when, others_wanted,
    give_times, any_time, pick_by_time, give_name, manners, nothing_known,
)  # fmt: skip
