"""Protected fields: that each can be read with the keys there are, and is found by its keyed hash."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import LargeBinary, Table, bindparam, select, type_coerce

from storage.cipher import Unreadable
from storage.invariants.looking import Look, own
from storage.patients import hashes
from storage.schema import accounts, conversations, metadata, patients
from storage.staff import normalised
from storage.types import ProtectedBytes, ProtectedDate, ProtectedJson, ProtectedText, keyring_of

PROTECTED = (ProtectedBytes, ProtectedDate, ProtectedJson, ProtectedText)


def unreadable(look: Look) -> Iterator[str]:
    """Each protected field of each row, opened where it stands."""
    keyring = keyring_of(look.work.connection.dialect)
    for table in metadata.sorted_tables:
        places = {column.name: column.type.place for column in table.columns if isinstance(column.type, PROTECTED)}
        for row in look.at(_sealed(table, list(places))) if places and "clinic" in table.c else ():
            for name, place in places.items():
                sealed = getattr(row, name)
                try:
                    if sealed is not None:
                        keyring.decrypt(bytes(sealed), place)
                except Unreadable:
                    yield f"{place} of {':'.join(str(part) for part in row[len(places) :])}"


def _sealed(table: Table, names: list[str]) -> Any:
    key = [column for column in table.primary_key.columns if column.name != "clinic" and _is_telling(column)]
    raw = [type_coerce(table.c[name], LargeBinary).label(name) for name in names]
    return select(*raw, *key).where(table.c.clinic == bindparam("clinic"))


def _is_telling(column: Any) -> bool:
    return not isinstance(column.type, LargeBinary)


def wrong_hashes(look: Look) -> Iterator[str]:
    """Whoever is looked up by phone, name or e-mail is found."""
    work = look.work
    for row in look.at(own(patients)):
        if {name: getattr(row, name) for name in ("phone_hash", "identity_hash")} != hashes(work, row):
            yield f"patient {row.id}"
    for row in look.at(own(conversations, "id", "phone", "phone_hash")):
        if row.phone_hash != work.hashed("phone", row.phone):
            yield f"conversation {row.id}"
    for row in look.at(own(accounts, "id", "email", "email_hash")):
        if row.email_hash != work.hashed("email", normalised(row.email)):
            yield f"account {row.id}"
