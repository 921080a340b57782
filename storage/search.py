"""Search for patients and conversations, over keyed hashes: by the first letters of names, by phone, by words said.

The index is written by the worker, a batch at a time, never in a turn; what was said a moment ago is found a moment
later. A hit may be stale (a name that was changed), so whoever shows patients compares them with what was asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import LargeBinary, bindparam, func, literal, select
from sqlalchemy import tuple_ as row_of
from sqlalchemy.dialects import postgresql

from scheduler.model import Patient
from storage import patients
from storage.schema import messages, search_marks, search_terms
from storage.schema import patients as people
from storage.types import Instant
from storage.upsert import insert_ignore, upsert
from storage.work import Work

BATCH = 500
LEAST_LETTERS, MOST_LETTERS = 3, 20
LAST_DIGITS = 4
WHOLE_NUMBER = 7
TERM_BYTES = 12
OVERLAP = timedelta(minutes=1)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
PATIENT, TALK = "patient", "talk"

_WORD = re.compile(r"\w+")
_MARK = select(search_marks.c.up_to).where(
    search_marks.c.clinic == bindparam("clinic"), search_marks.c.kind == bindparam("kind")
)
_NAMED = select(people.c.id, people.c.first_name, people.c.last_name, people.c.phone, people.c.updated_at).where(
    people.c.clinic == bindparam("clinic")
)
_AFTER = row_of(people.c.updated_at, people.c.id) > row_of(bindparam("at", type_=Instant), bindparam("id"))
_CHANGED = _NAMED.where(_AFTER).order_by(people.c.updated_at, people.c.id).limit(bindparam("most"))
_CHANGED_LATELY = _NAMED.where(people.c.updated_at >= bindparam("since"))
_SAID = select(
    messages.c.id,
    messages.c.conversation_id,
    messages.c.body,
    messages.c.direction,
    messages.c.from_number,
    messages.c.to_number,
).where(messages.c.clinic == bindparam("clinic"), messages.c.id > bindparam("after"))
_SAID_NEXT = _SAID.order_by(messages.c.id).limit(bindparam("most"))
_SAID_LATELY = _SAID.where(messages.c.id <= bindparam("until"))


_ADD_ALL = (
    postgresql.insert(search_terms)
    .from_select(
        ["clinic", "kind", "term", "subject"],
        select(
            bindparam("clinic", type_=search_terms.c.clinic.type),
            bindparam("kind", type_=search_terms.c.kind.type),
            func.unnest(bindparam("terms", type_=postgresql.ARRAY(LargeBinary))),
            func.unnest(bindparam("subjects", type_=postgresql.ARRAY(search_terms.c.subject.type))),
        ),
    )
    .on_conflict_do_nothing()
    .execution_options(preserve_rowcount=True)
)


def look_up_patients(work: Work, asked: str, limit: int) -> list[Patient]:
    """Patients with a name that begins with each word that was asked, or with that phone, whole or its last digits."""
    if digits := _digits(asked):
        hits = _hits(work, PATIENT, [_last_digits(digits)], limit)
        found = patients.many(work, hits).values()
        return [one for one in found if one.phone.endswith(digits)]
    wanted = _words(asked)
    hits = _hits(work, PATIENT, [f"name:{word[:MOST_LETTERS]}" for word in wanted], limit) if wanted else []
    found = patients.many(work, hits).values()
    return [one for one in found if all(_begins(one, word) for word in wanted)]


def look_up_talks(work: Work, asked: str, limit: int) -> list[str]:
    """Conversations in which every word was said, or of that phone; the latest begun first."""
    if digits := _digits(asked):
        return _hits(work, TALK, [_last_digits(digits)], limit)
    wanted = sorted({f"word:{word}" for word in _words(asked)}, key=len, reverse=True)
    return _hits(work, TALK, wanted, limit) if wanted else []


def keep_up(work: Work) -> int:
    """Bring what is new into the index, up to a batch of each kind; how much was new, 0 where nothing is left to do."""
    return _index_patients(work) + _index_talks(work) or _look_again(work)


def _index_patients(work: Work) -> int:
    last, last_id = _last_patient(work)
    rows = work.connection.execute(_CHANGED, {"clinic": work.clinic_id, "at": last, "id": last_id, "most": BATCH}).all()
    if rows:
        _set_mark(work, PATIENT, f"{rows[-1].updated_at.isoformat()} {rows[-1].id}")
        _add_patients(work, rows)
    return len(rows)


def _index_talks(work: Work) -> int:
    rows = work.rows(_SAID_NEXT, after=_mark(work, TALK) or "", most=BATCH).all()
    if rows:
        _set_mark(work, TALK, rows[-1].id)
        _add_messages(work, rows)
    return len(rows)


def _look_again(work: Work) -> int:
    """Who was slow to commit may have come in before those that are in the index; nobody is slower than `OVERLAP`.

    Of what is older nothing is read: after an import of a hundred thousand it would all be read at each look.
    """
    found = 0
    last, last_id = _last_patient(work)
    if last_id and last >= work.now - 2 * OVERLAP:
        found += _add_patients(work, work.rows(_CHANGED_LATELY, since=last - OVERLAP).all())
    last_said = _mark(work, TALK) or ""
    if last_said >= _before(work.new_id(), 2 * OVERLAP):
        lately = work.rows(_SAID_LATELY, after=_before(last_said, OVERLAP), until=last_said)
        found += _add_messages(work, lately.all())
    return found


def _last_patient(work: Work) -> tuple[datetime, str]:
    at, _, last_id = (_mark(work, PATIENT) or f"{BEGINNING.isoformat()} ").partition(" ")
    return datetime.fromisoformat(at), last_id


def _add_patients(work: Work, rows: Iterable[Any]) -> int:
    return _add(work, PATIENT, {(row.id, term) for row in rows for term in _of_patient(row)})


def _add_messages(work: Work, rows: Iterable[Any]) -> int:
    return _add(work, TALK, {(row.conversation_id, term) for row in rows for term in _of_message(row)})


def _of_patient(row: Any) -> Iterator[str]:
    for word in _words(f"{row.first_name} {row.last_name}"):
        yield from (f"name:{word[:length]}" for length in range(LEAST_LETTERS, min(len(word), MOST_LETTERS) + 1))
    if row.phone:
        yield _last_digits(row.phone)


def _of_message(row: Any) -> Iterator[str]:
    yield from (f"word:{word}" for word in _words(row.body))
    yield _last_digits(row.from_number if row.direction == "inbound" else row.to_number)


def _add(work: Work, kind: str, terms: Iterable[tuple[str, str]]) -> int:
    """In one order, so that two workers wait for each other and block nobody; PostgreSQL gets them all at once."""
    found = [(subject, _hashed(work, term)) for subject, term in sorted(terms)]
    if not found:
        return 0
    if work.connection.dialect.name == "postgresql":
        subjects, hashes = map(list, zip(*found, strict=True))
        values: Any = {"clinic": work.clinic_id, "kind": kind, "terms": hashes, "subjects": subjects}
        return max(0, work.connection.execute(_ADD_ALL, values).rowcount)
    rows = [{"clinic": work.clinic_id, "kind": kind, "term": term, "subject": subject} for subject, term in found]
    return max(0, work.connection.execute(insert_ignore(search_terms, "sqlite"), rows).rowcount)


def _hits(work: Work, kind: str, terms: list[str], limit: int) -> list[str]:
    """Subjects that have all of the terms, the latest first; the first term should be the rarest."""
    first, *others = terms
    found = search_terms.alias("found")
    wanted = select(found.c.subject).where(
        found.c.clinic == work.clinic_id, found.c.kind == kind, found.c.term == _hashed(work, first)
    )
    for term in others:
        also = search_terms.alias()
        has_it = select(literal(1)).where(
            also.c.clinic == work.clinic_id,
            also.c.kind == kind,
            also.c.term == _hashed(work, term),
            also.c.subject == found.c.subject,
        )
        wanted = wanted.where(has_it.exists())
    return list(work.connection.execute(wanted.order_by(found.c.subject.desc()).limit(limit)).scalars())


def _mark(work: Work, kind: str) -> str | None:
    found: str | None = next(iter(work.rows(_MARK, kind=kind).scalars()), None)
    return found


def _set_mark(work: Work, kind: str, up_to: str) -> None:
    row = {"clinic": work.clinic_id, "kind": kind, "up_to": up_to}
    work.connection.execute(upsert(search_marks, work.connection.dialect.name, "up_to"), row)


def _hashed(work: Work, term: str) -> bytes:
    return work.hashed("search", term)[:TERM_BYTES]


def _words(text: str) -> list[str]:
    """Its words of three letters or more, without case and accents, each once."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return list(dict.fromkeys(word for word in _WORD.findall(plain) if len(word) >= LEAST_LETTERS))


def _digits(asked: str) -> str:
    """The digits of what was asked, where it is a phone number or the end of one."""
    digits = re.sub(r"[\s().+-]", "", asked)
    return digits if digits.isdigit() and (len(digits) == LAST_DIGITS or len(digits) >= WHOLE_NUMBER) else ""


def _last_digits(phone: str) -> str:
    return f"phone:{phone[-LAST_DIGITS:]}"


def _before(id: str, age: timedelta) -> str:
    """An id that is so much older: its first 48 bits are milliseconds."""
    milliseconds = max(0, int(id.replace("-", "")[:12], 16) - age // timedelta(milliseconds=1))
    return f"{milliseconds:012x}"[:8] + "-" + f"{milliseconds:012x}"[8:]


def _begins(patient: Patient, word: str) -> bool:
    return any(name.startswith(word) for name in _words(f"{patient.first_name} {patient.last_name}"))
