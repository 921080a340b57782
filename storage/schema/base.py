"""What all tables share: the metadata with its naming of constraints, and the columns that most begin with."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, MetaData
from sqlalchemy.schema import SchemaItem

from storage.types import ID, NAME

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def clinic_column() -> Column[str]:
    """Whose row it is: the first part of every key."""
    return Column("clinic", NAME, primary_key=True)


def id_column() -> Column[str]:
    """A time-ordered UUID."""
    return Column("id", ID, primary_key=True)


def belongs_to(table: str, column: str) -> SchemaItem:
    """A reference to another row of the same clinic."""
    return ForeignKeyConstraint(["clinic", column], [f"{table}.clinic", f"{table}.id"])
