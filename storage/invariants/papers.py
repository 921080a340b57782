"""Forms, their texts, and pictures: what was finished is done with, what was sent has its message."""

from __future__ import annotations

from collections.abc import Iterator

from storage.invariants.looking import Look, own
from storage.schema import form_texts, forms, media, messages

_FORMS = own(forms, "id", "state", "finished_at")
_TEXTS = own(form_texts, "id", "form_id", "state", "message_id", "reason")
_MEDIA = own(media, "id", "state", "content", "message_sid")
_MESSAGES = own(messages, "sid", "media")


def wrong_forms(look: Look) -> Iterator[str]:
    """A finished form has its instant, and nothing is planned for it any more."""
    finished = set()
    for row in look.at(_FORMS):
        if (row.state == "finished") != (row.finished_at is not None):
            yield f"form {row.id} is {row.state}, but its end says otherwise"
        if row.state == "finished":
            finished.add(row.id)
    for row in look.at(_TEXTS):
        if row.state == "planned" and row.form_id in finished:
            yield f"text {row.id} is planned for a form that was filled in"
        if row.state == "sent" and row.message_id is None:
            yield f"text {row.id} was sent, but has no message"


def wrong_pictures(look: Look) -> Iterator[str]:
    """Each came with a text that says so, and is there exactly while it is kept."""
    came = {row.sid for row in look.at(_MESSAGES) if row.media}
    for row in look.at(_MEDIA):
        if row.message_sid not in came:
            yield f"picture {row.id} came with no text"
        if (row.state == "kept") != (row.content is not None):
            yield f"picture {row.id} is {row.state}, but its content says otherwise"
