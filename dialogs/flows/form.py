"""Form: the clinic's questions before a visit, one at a time; then all answers are read back, and can be corrected.

Every answer is kept as it is given, so that the form can be left at any question and go on there, days later too. Which
words are an answer is `answering`'s business; here free text leads nowhere but to the next question.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from dialogs.effects import FindForm, KeepAnswers, OpenCase
from dialogs.events import Facts, FormFound, FormSent, NoForm
from dialogs.flow import DONE, Flow, On, State
from dialogs.meanings import Confirmed, Denied, Entered, KeepsVisit, SelectedOption, WentBack
from dialogs.paper_meanings import Amended, GaveAnswer, PutsOff, Skipped, WantsForm
from dialogs.papers import FormAnswer, FormChoice, FormEnd, FormItem, Paper, items_of
from dialogs.visits import reachable

ON_A_PAGE = 4
URGENT = frozenset({"clinical_question"})
NOTHING = Paper("", "", "", "", ())


@dataclass(frozen=True, slots=True)
class Filling:
    """The form, the question that is open, the page that is read back; `correcting` leads back to it.

    `concern` is why a person should look at the answer just given.
    """

    paper: Paper = NOTHING
    at: int = 0
    page: int = 0
    correcting: bool = False
    concern: str = ""

    @property
    def item(self) -> FormItem | None:
        items = self.paper.items
        return items[self.at] if self.at < len(items) else None

    def answer_to(self, item: FormItem) -> FormAnswer | None:
        return next((answer for answer in self.paper.answers if answer.question == item.id), None)

    @property
    def first_open(self) -> int:
        items = self.paper.items
        return next((at for at, item in enumerate(items) if self.answer_to(item) is None), len(items))

    @property
    def shown(self) -> tuple[FormAnswer, ...]:
        """The page of answers that is read back."""
        first = self.page * ON_A_PAGE
        answered = (self.answer_to(item) for item in self.paper.items[first : first + ON_A_PAGE])
        return tuple(answer for answer in answered if answer is not None)

    @property
    def more(self) -> bool:
        return (self.page + 1) * ON_A_PAGE < len(self.paper.items)


def invited(sent: FormSent) -> Filling:
    """The memory of a form that was just sent."""
    return take(Filling(), sent)


def values(filling: Filling) -> dict[str, object]:
    known: dict[str, object] = {
        "name": filling.paper.name or "none",
        "count": len(filling.paper.items),
    }
    item = filling.item
    if item is None:
        return {**known, "options": (*filling.shown, FormEnd(filling.more))}
    before = filling.paper.items[filling.at - 1] if filling.at and not filling.correcting else None
    choices = tuple(FormChoice(item.form, item.id, number + 1) for number in range(item.choices))
    return {**known, "item": item, "before": before, **({"options": choices} if choices else {})}


def as_in_file(filling: Filling, facts: Facts, now: datetime) -> Filling | None:
    """Unchanged while the form asks what it asked, and this number may speak for the patient.

    What was answered is kept in the row; "continue" goes on with the questions as they are now.
    """
    paper = filling.paper
    if not paper.form:
        return filling
    if is_called_off(filling, facts, now):
        return None
    form = next((known for known in facts.clinic.forms if known.id == paper.form), None)
    theirs = any(patient.id == paper.patient_id for patient in reachable(facts))
    return filling if theirs and form is not None and items_of(form) == paper.items else None


def is_called_off(filling: Filling, facts: Facts, now: datetime) -> bool:
    """Whether the visit that the form is for will not be."""
    paper = filling.paper
    ahead = paper.visit_starts_at is not None and paper.visit_starts_at > now
    return ahead and all(visit.id != paper.visit for visit in facts.visits)


def take(filling: Filling, found: FormFound | FormSent) -> Filling:
    filled = Filling(found.paper)
    return replace(filled, at=filled.first_open)


def is_kind(kind: str) -> Callable[[Filling, object], bool]:
    """The guard of one kind of question."""
    return lambda filling, event: filling.item is not None and filling.item.kind == kind


def may_skip(filling: Filling, event: object) -> bool:
    return filling.item is not None and not filling.item.required


def has_before(filling: Filling, event: object) -> bool:
    return filling.at > 0 and not filling.correcting


def _with(filling: Filling, item: FormItem, value: str) -> Filling:
    kept = tuple(answer for answer in filling.paper.answers if answer.question != item.id)
    answers = (*kept, FormAnswer(item.form, item.id, value))
    return replace(filling, paper=replace(filling.paper, answers=answers))


def _on(filling: Filling) -> Filling:
    """To the first question without an answer; to the end where the last one was only corrected."""
    end = len(filling.paper.items)
    return replace(filling, at=end if filling.correcting else filling.first_open, correcting=False)


def answer(filling: Filling, given: GaveAnswer) -> Filling:
    item = _item(filling)
    return _on(replace(_with(filling, item, given.value), concern=given.concern))


def skip(filling: Filling, event: object) -> Filling:
    return _on(replace(_with(filling, _item(filling), ""), concern=""))


def amend(filling: Filling, amended: Amended) -> Filling:
    before = filling.paper.items[filling.at - 1]
    return replace(_with(filling, before, amended.value), concern="")


def _item(filling: Filling) -> FormItem:
    if filling.item is None:
        raise LookupError("an answer is only taken while a question is open")
    return filling.item


def step_back(filling: Filling, event: object) -> Filling:
    return replace(filling, at=filling.at - 1)


def keep(filling: Filling) -> tuple[KeepAnswers | OpenCase, ...]:
    """The answers so far; staff are told where one of them is more than an answer."""
    kept = KeepAnswers(filling.paper.response, filling.paper.answers)
    if not filling.concern:
        return (kept,)
    summary = f'Wrote something in the form "{filling.paper.form}" that a person should read. The form goes on.'
    priority = "urgent" if filling.concern in URGENT else "normal"
    return kept, OpenCase("form", summary, priority, filling.paper.patient_id)


def finish(filling: Filling) -> tuple[KeepAnswers | OpenCase, ...]:
    paper = filling.paper
    done = KeepAnswers(paper.response, paper.answers, finished=True)
    if not paper.to_staff:
        return (done,)
    return done, OpenCase("form", f'Filled in the form "{paper.form}". Please look at it.', patient_id=paper.patient_id)


def find(filling: Filling) -> FindForm:
    return FindForm()


def was_shown(filling: Filling, picked: SelectedOption) -> bool:
    return 1 <= picked.option <= len(filling.shown)


def is_last(filling: Filling, picked: SelectedOption) -> bool:
    return picked.option == len(filling.shown) + 1


def has_more(filling: Filling, said: object) -> bool:
    return filling.more and (not isinstance(said, SelectedOption) or is_last(filling, said))


def correct(filling: Filling, picked: SelectedOption) -> Filling:
    return replace(filling, at=filling.page * ON_A_PAGE + picked.option - 1, correcting=True)


def turn_page(filling: Filling, event: object) -> Filling:
    return replace(filling, page=filling.page + 1)


def before_page(filling: Filling, event: object) -> bool:
    return filling.page > 0


def turn_back(filling: Filling, event: object) -> Filling:
    return replace(filling, page=filling.page - 1)


def to_last(filling: Filling, event: object) -> Filling:
    return replace(filling, at=len(filling.paper.items) - 1, correcting=True)


LATER = On((PutsOff, KeepsVisit), say="form_later", to=DONE)
ABOUT = (
    On(Skipped, may_skip, keep=skip, do=keep, to="next"),
    On(Skipped, say="form_required", to="next"),
    On(Amended, has_before, keep=amend, do=keep, say="form_amended", to="next"),
    On(WentBack, has_before, keep=step_back, to="next"),
    On(WentBack, say="form_later", to=DONE),
    LATER,
    On(WantsForm, to="next"),
)
ANSWERS = (On(GaveAnswer, keep=answer, do=keep, to="next"), *ABOUT)

FORM = Flow(
    "form",
    State("finding", On(Entered, do=find, to="looking")),
    State("looking", On(FormFound, keep=take, to="next"), On(NoForm, say="no_form", to=DONE)),
    State(
        "invited",
        On((Confirmed, WantsForm), to="next"),
        On((Denied, PutsOff, KeepsVisit, WentBack), say="form_later", to=DONE),
        ask="form_invite_again",
        menu=(Confirmed(), Denied()),
    ),
    State(
        "next",
        On(Entered, is_kind("text"), to="text"),
        On(Entered, is_kind("choice"), to="choice"),
        On(Entered, is_kind("number"), to="number"),
        On(Entered, is_kind("date"), to="date"),
        On(Entered, is_kind("yes_no"), to="yes_no"),
        On(Entered, to="reviewing"),
    ),
    State("text", *ANSWERS, ask="form_text"),
    State("choice", *ANSWERS, ask="form_choice"),
    State("number", *ANSWERS, ask="form_number"),
    State("date", *ANSWERS, ask="form_date"),
    State("yes_no", *ANSWERS, ask="form_yes_no"),
    State(
        "reviewing",
        On(SelectedOption, was_shown, keep=correct, to="next"),
        On((SelectedOption, Confirmed), has_more, keep=turn_page, to="reviewing"),
        On(SelectedOption, is_last, do=finish, say="form_done", to=DONE),
        On(Confirmed, do=finish, say="form_done", to=DONE),
        On(WentBack, before_page, keep=turn_back, to="reviewing"),
        On(WentBack, keep=to_last, to="next"),
        On(Denied, say="form_which"),
        LATER,
        On(WantsForm, to="reviewing"),
        ask="form_review",
    ),
    memory=Filling,
    values=values,
    refresh=as_in_file,
    lasts_hours=72,
)
