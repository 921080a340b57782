"""The tables, a file for each area. The clinic comes first in every key and index, so that clinics can be distributed.

What must never happen is a constraint here: one cell has one occupant, one `MessageSid` one turn, one step of one visit
one reminder. Times are UTC. Protected columns are encrypted; where one must be found, its keyed hash lies beside it.
"""

from __future__ import annotations

from storage.schema.audit import audit
from storage.schema.base import metadata
from storage.schema.calendar import appointments, cells, days, exceptions, holds
from storage.schema.calls import calls, no_calls, outgoing_calls, recordings
from storage.schema.clinics import clinics, dev_clock, workers
from storage.schema.outreach import campaigns, outreach
from storage.schema.papers import form_texts, forms, insurances, media
from storage.schema.people import identity_tries, mutes, patients, suppressions
from storage.schema.searching import search_marks, search_terms
from storage.schema.sending import delivery_reports, outbox, reminders
from storage.schema.staff import accounts, idempotency_keys, recovery_codes, sessions, tokens
from storage.schema.talks import alerts, cases, conversations, mentions, messages, notes, turns
from storage.schema.waiting import waitlist, waitlist_offers

# What the database says when it has these tables: the last of the migrations.
REVISION = "0016"

__all__ = [
    "REVISION",
    "accounts",
    "alerts",
    "appointments",
    "audit",
    "calls",
    "campaigns",
    "cases",
    "cells",
    "clinics",
    "conversations",
    "days",
    "delivery_reports",
    "dev_clock",
    "exceptions",
    "form_texts",
    "forms",
    "holds",
    "idempotency_keys",
    "identity_tries",
    "insurances",
    "media",
    "mentions",
    "messages",
    "metadata",
    "mutes",
    "no_calls",
    "notes",
    "outbox",
    "outgoing_calls",
    "outreach",
    "patients",
    "recordings",
    "recovery_codes",
    "reminders",
    "search_marks",
    "search_terms",
    "sessions",
    "suppressions",
    "tokens",
    "turns",
    "waitlist",
    "waitlist_offers",
    "workers",
]
