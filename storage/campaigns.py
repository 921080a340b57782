"""Campaigns: what is told to whom, and whether it runs. Each text of one is a row of the ledger (`outreach`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from storage import audit, outreach
from storage.schema import campaigns, messages
from storage.schema import outreach as ledger
from storage.slots import columns
from storage.work import Work

# What may become of one: from which states a campaign moves into this one.
FROM = {"running": ("draft", "paused"), "paused": ("running",), "stopped": ("draft", "running", "paused")}


@dataclass(frozen=True, slots=True)
class Campaign:
    """`texts` by language with placeholders; `audience` as it was asked for; a recall offers its `visit_type`."""

    id: str
    name: str
    kind: str
    texts: dict[str, str]
    audience: dict[str, Any]
    visit_type: str | None
    state: str
    created_by: str
    created_at: datetime
    changed_at: datetime


_FIELDS = tuple(Campaign.__dataclass_fields__)
_OURS = select(*columns(campaigns, *_FIELDS)).where(campaigns.c.clinic == bindparam("clinic"))
_GET = _OURS.where(campaigns.c.id == bindparam("id"))
_LOCK = _GET.with_for_update()
_ALL = _OURS.order_by(campaigns.c.id.desc()).limit(bindparam("limit"))
_MOVE = (
    update(campaigns)
    .where(
        campaigns.c.clinic == bindparam("this_clinic"),
        campaigns.c.id == bindparam("this_id"),
        campaigns.c.state.in_(bindparam("from_states", expanding=True)),
    )
    .values(state=bindparam("new_state"), changed_at=bindparam("now"))
)
_COUNTS = (
    select(ledger.c.campaign_id, ledger.c.state, messages.c.status, func.count())
    .outerjoin(messages, (messages.c.clinic == ledger.c.clinic) & (messages.c.id == ledger.c.message_id))
    .where(ledger.c.clinic == bindparam("clinic"), ledger.c.campaign_id.in_(bindparam("campaigns", expanding=True)))
    .group_by(ledger.c.campaign_id, ledger.c.state, messages.c.status)
)


def add(work: Work, campaign: Campaign) -> None:
    row = {name: getattr(campaign, name) for name in _FIELDS} | {"clinic": work.clinic_id}
    work.connection.execute(insert(campaigns), row)
    audit.write(
        work,
        campaign.created_by,
        "campaign.created",
        f"campaign:{campaign.id}",
        after={"name": campaign.name, "kind": campaign.kind, "texts": campaign.texts, "audience": campaign.audience},
    )


def get(work: Work, id: str) -> Campaign | None:
    row = work.rows(_GET, id=id).one_or_none()
    return None if row is None else Campaign(*row)


def lock(work: Work, id: str) -> Campaign | None:
    """The campaign, which nobody else changes until the transaction ends."""
    row = work.rows(_LOCK, id=id).one_or_none()
    return None if row is None else Campaign(*row)


def newest(work: Work, limit: int) -> tuple[Campaign, ...]:
    return tuple(Campaign(*row) for row in work.rows(_ALL, limit=limit))


def move(work: Work, id: str, state: str, *, actor: str) -> bool:
    """Start, pause, resume or stop it; False where it is past that. Stopping skips what is still to come."""
    moved: bool = work.change(_MOVE, this_id=id, new_state=state, from_states=FROM[state], now=work.now).rowcount == 1
    if moved:
        left = outreach.stop(work, id) if state == "stopped" else None
        after = {"state": state} if left is None else {"state": state, "not_sent": left}
        audit.write(work, actor, f"campaign.{state}", f"campaign:{id}", after=after)
    return moved


def counts(work: Work, ids: list[str]) -> dict[str, dict[str, int]]:
    """How many rows of each campaign are planned, sending, sent, delivered, failed, skipped."""
    found: dict[str, dict[str, int]] = {known: {} for known in ids}
    for campaign, state, status, count in work.rows(_COUNTS, campaigns=ids) if ids else ():
        became = outreach.BECAME.get(status, "sent") if status else state
        found[campaign][became] = found[campaign].get(became, 0) + count
    return found
