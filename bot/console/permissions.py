"""Who may open what. A page that is not in this table is open to nobody."""

from __future__ import annotations

AGENT, MANAGER, ADMIN = "agent", "manager", "admin"
EVERYONE_AT_WORK = frozenset({AGENT, MANAGER, ADMIN})
# Who closes days, enters time off, runs campaigns and reads figures of everybody.
MANAGERS = frozenset({MANAGER, ADMIN})
ADMINS = frozenset({ADMIN})

# Without a log-in.
PUBLIC = frozenset({"log_in", "code", "waiting", "set_up", "static"})

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
    "calls_again": EVERYONE_AT_WORK,
    "take_over": EVERYONE_AT_WORK,
    "write_first": EVERYONE_AT_WORK,
    "recording": EVERYONE_AT_WORK,
    "picture": EVERYONE_AT_WORK,
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
    "send_form": EVERYONE_AT_WORK,
    "time_off": MANAGERS,
    "enter_time_off": MANAGERS,
    "time_off_entry": MANAGERS,
    "lift_time_off": MANAGERS,
    "offer_instead": MANAGERS,
    "reports_page": MANAGERS,
    "report_file": MANAGERS,
    "clinic_file": MANAGERS,
    "prompts_page": MANAGERS,
    "staff_page": ADMINS,
    "add_colleague": ADMINS,
    "colleague": ADMINS,
    "change_role": ADMINS,
    "disable_colleague": ADMINS,
    "open_colleague": ADMINS,
    "log_out_colleague": ADMINS,
    "reset_codes": ADMINS,
    "new_link": ADMINS,
    "tokens_page": ADMINS,
    "add_token": ADMINS,
    "revoke_token": ADMINS,
    "audit_page": ADMINS,
    "health_page": ADMINS,
    "account": EVERYONE_AT_WORK,
    "confirm": EVERYONE_AT_WORK,
    "log_out_device": EVERYONE_AT_WORK,
    "log_out_others": EVERYONE_AT_WORK,
    "awake": EVERYONE_AT_WORK,
    "second_factor": EVERYONE_AT_WORK,
    "propose_second_factor": EVERYONE_AT_WORK,
    "activate_second_factor": EVERYONE_AT_WORK,
    "new_recovery_codes": EVERYONE_AT_WORK,
    "remove_second_factor": EVERYONE_AT_WORK,
    "campaigns": MANAGERS,
    "new_campaign": MANAGERS,
    "create_campaign": MANAGERS,
    "campaign": MANAGERS,
    "campaign_updates": MANAGERS,
    "move_campaign": MANAGERS,
    "log_out": EVERYONE_AT_WORK,
    "nowhere": EVERYONE_AT_WORK,
}

# Asked by the page itself every few seconds: nobody's activity, so a session may end meanwhile.
BY_ITSELF = frozenset(
    {"awake", "case_updates", "talk_updates", "thread_updates", "visit_updates", "campaign_updates", "stream"}
)

# The password is asked for again, unless it was typed within the last five minutes.
STEP_UP = frozenset(
    {
        "second_factor",
        "propose_second_factor",
        "activate_second_factor",
        "new_recovery_codes",
        "remove_second_factor",
        "report_file",
        "add_colleague",
        "change_role",
        "disable_colleague",
        "open_colleague",
        "reset_codes",
        "new_link",
        "add_token",
        "revoke_token",
    }
)


def may(role: str, page: str) -> bool:
    """Whether somebody with this role may open this page."""
    return role in MAY.get(page, frozenset())
