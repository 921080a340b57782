"""The composition root: settings in, services out. The one place that knows every concrete class."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from bot.clock import Clock, new_id
from bot.settings import Settings
from scheduler.clinic import Clinic
from storage import clinics
from storage.cipher import Keyring
from storage.database import Database
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Desk:
    """What every door and every tick needs: the settings, the database and the clock."""

    settings: Settings
    database: Database
    clock: Clock
    _clinics: dict[str, tuple[Clinic, int]] = field(default_factory=dict)

    def work(self, connection: Connection, clinic_id: str, now: datetime | None = None) -> Work:
        """One transaction's work for one clinic. Raises `LookupError` for an unknown clinic."""
        return self.database.work(connection, clinic_id, now or self.clock.now(connection), new_id)

    def clinic(self, connection: Connection, clinic_id: str) -> Clinic:
        """The clinic as it was last applied; parsed again only when its revision has changed."""
        revision = clinics.revision(connection, clinic_id)
        known = self._clinics.get(clinic_id)
        if known is None or known[1] != revision:
            known = self._clinics[clinic_id] = (clinics.by_id(connection, clinic_id), revision)
        return known[0]

    def clinic_known_at(self, e164: str) -> tuple[Clinic, int] | None:
        """The clinic that was last seen at this number and the revision of its file, without a look."""
        return next((known for known in list(self._clinics.values()) if known[0].phone == e164), None)

    def clinic_by_phone(self, connection: Connection, e164: str) -> Clinic | None:
        """The clinic that is texted or called at this number, or None."""
        found = clinics.revision_by_phone(connection, e164)
        if found is None:
            return None
        clinic_id, revision = found
        known = self._clinics.get(clinic_id)
        return known[0] if known is not None and known[1] == revision else self.clinic(connection, clinic_id)

    def remembered(self, e164: str) -> Clinic | None:
        """The clinic of this number as it was last seen, without looking; None where nobody has."""
        known = self.clinic_known_at(e164)
        return known[0] if known else None


def build(settings: Settings) -> Desk:
    """Connect everything. Reaches for the database only when it is first used."""
    database = Database(settings.database_url, Keyring(settings.data_keys))
    return Desk(settings, database, Clock(settings, database))
