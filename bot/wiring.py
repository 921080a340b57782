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
    _clinics: dict[str, tuple[int, Clinic]] = field(default_factory=dict)

    def work(self, connection: Connection, clinic_id: str, now: datetime | None = None) -> Work:
        """One transaction's work for one clinic. Raises `LookupError` for an unknown clinic."""
        return self.database.work(connection, clinic_id, now or self.clock.now(connection), new_id)

    def clinic(self, connection: Connection, clinic_id: str) -> Clinic:
        """The clinic as it was last applied; parsed again only when its revision has changed."""
        revision = clinics.revision(connection, clinic_id)
        known = self._clinics.get(clinic_id)
        if known is None or known[0] != revision:
            known = self._clinics[clinic_id] = (revision, clinics.by_id(connection, clinic_id))
        return known[1]

    def clinic_by_phone(self, connection: Connection, e164: str) -> Clinic | None:
        """The clinic that is texted or called at this number, or None."""
        found = clinics.revision_by_phone(connection, e164)
        if found is None:
            return None
        clinic_id, revision = found
        known = self._clinics.get(clinic_id)
        return known[1] if known is not None and known[0] == revision else self.clinic(connection, clinic_id)

    def remembered(self, e164: str) -> Clinic | None:
        """The clinic of this number as it was last seen, without looking; None where nobody has."""
        return next((clinic for _, clinic in list(self._clinics.values()) if clinic.phone == e164), None)


def build(settings: Settings) -> Desk:
    """Connect everything. Reaches for the database only when it is first used."""
    database = Database(settings.database_url, Keyring(settings.data_keys))
    return Desk(settings, database, Clock(settings, database))
