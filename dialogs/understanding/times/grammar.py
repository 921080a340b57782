"""The one grammar that the rule modules fill, and the words that stay between its atoms as marks."""

from __future__ import annotations

from dialogs.understanding.times.rules import Grammar

_MARKS = (
    "to through until between and or except but no not before by after past from move onward "
    "backward comma stop on by for early late any at unfit correction say instead"
)
_LEADS = "in on for at of the"
GRAMMAR = Grammar(_MARKS.split(), _LEADS.split())
