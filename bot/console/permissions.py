"""Who may open what. A page that is not in this table is open to nobody."""

from __future__ import annotations

AGENT, MANAGER, ADMIN = "agent", "manager", "admin"
EVERYONE_AT_WORK = frozenset({AGENT, MANAGER, ADMIN})
# Who closes days, enters time off and reads figures of everybody.
MANAGERS = frozenset({MANAGER, ADMIN})

# Without a log-in.
PUBLIC = frozenset({"log_in", "set_up", "static"})

MAY = {
    "cases": EVERYONE_AT_WORK,
    "case_updates": EVERYONE_AT_WORK,
    "stream": EVERYONE_AT_WORK,
    "case": EVERYONE_AT_WORK,
    "claim": EVERYONE_AT_WORK,
    "reply": EVERYONE_AT_WORK,
    "resolve": EVERYONE_AT_WORK,
    "hand_back": EVERYONE_AT_WORK,
    "add_note": EVERYONE_AT_WORK,
    "turn": EVERYONE_AT_WORK,
    "talks": EVERYONE_AT_WORK,
    "talk_updates": EVERYONE_AT_WORK,
    "talk": EVERYONE_AT_WORK,
    "thread_updates": EVERYONE_AT_WORK,
    "recording": EVERYONE_AT_WORK,
    "visits": EVERYONE_AT_WORK,
    "visit_updates": EVERYONE_AT_WORK,
    "calendar": EVERYONE_AT_WORK,
    "book": EVERYONE_AT_WORK,
    "book_now": EVERYONE_AT_WORK,
    "visit": EVERYONE_AT_WORK,
    "move": EVERYONE_AT_WORK,
    "move_now": EVERYONE_AT_WORK,
    "cancel": EVERYONE_AT_WORK,
    "cancel_now": EVERYONE_AT_WORK,
    "confirm_visit": EVERYONE_AT_WORK,
    "set_status": EVERYONE_AT_WORK,
    "waiting_list": EVERYONE_AT_WORK,
    "leave_waitlist": EVERYONE_AT_WORK,
    "find": EVERYONE_AT_WORK,
    "patient": EVERYONE_AT_WORK,
    "time_off": MANAGERS,
    "enter_time_off": MANAGERS,
    "time_off_entry": MANAGERS,
    "lift_time_off": MANAGERS,
    "offer_instead": MANAGERS,
    "reports_page": MANAGERS,
    "report_file": MANAGERS,
    "log_out": EVERYONE_AT_WORK,
    "nowhere": EVERYONE_AT_WORK,
}

# Asked by the page itself every few seconds: nobody's activity, so a session may end meanwhile.
BY_ITSELF = frozenset({"case_updates", "talk_updates", "thread_updates", "visit_updates", "stream"})


def may(role: str, page: str) -> bool:
    """Whether somebody with this role may open this page."""
    return role in MAY.get(page, frozenset())
