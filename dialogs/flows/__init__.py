"""The flows, a file for each. `FLOWS` holds them by name; what they remember is known to `record`."""

from __future__ import annotations

from dialogs import record
from dialogs.flow import Flow
from dialogs.flows.book import BOOK
from dialogs.flows.cancel import CANCEL
from dialogs.flows.change import CHANGE
from dialogs.flows.clarify import CLARIFY
from dialogs.flows.confirm import CONFIRM
from dialogs.flows.followup import FOLLOWUP
from dialogs.flows.form import FORM
from dialogs.flows.identify import IDENTIFY
from dialogs.flows.insurance import INSURANCE
from dialogs.flows.late import LATE
from dialogs.flows.message import MESSAGE
from dialogs.flows.reschedule import RESCHEDULE
from dialogs.flows.results import RESULTS
from dialogs.flows.survey import SURVEY
from dialogs.flows.waitlist import WAITLIST
from dialogs.flows.welcome import WELCOME
from dialogs.papers import FormAnswer, FormChoice, FormEnd, FormItem, Paper
from dialogs.visits import Kind, Person, Visit

FLOWS: dict[str, Flow] = {
    flow.name: flow
    for flow in (
        CONFIRM, CHANGE, CANCEL, RESCHEDULE, BOOK, WAITLIST, IDENTIFY, LATE, MESSAGE, FORM, INSURANCE, CLARIFY, WELCOME,
        FOLLOWUP, SURVEY, RESULTS,
    )
}  # fmt: skip

record.register(FormItem, FormChoice, FormAnswer, FormEnd, Paper)
record.register(Visit, Kind, Person, *(flow.memory for flow in FLOWS.values()))
