from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from scheduler.values import changed, quick


@quick
@dataclass(frozen=True, slots=True)
class Place:
    """A place of its own in a list."""

    name: str
    row: int = 3
    notes: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def number(self) -> int:
        return self.row * 10


def test_a_quick_value_is_like_any_other() -> None:
    place = Place("aisle", row=4)
    assert (type(place), place.name, place.number, place.notes) == (Place, "aisle", 40, {})
    assert place == Place("aisle", 4)
    assert hash(place) == hash(Place("aisle", 4))
    assert repr(place) == "Place(name='aisle', row=4, notes={})"
    assert replace(place, row=5) == Place("aisle", 5)


def test_a_quick_value_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Place("aisle").row = 9  # type: ignore[misc]


def test_each_quick_value_has_a_default_of_its_own() -> None:
    assert Place("aisle").notes is not Place("aisle").notes


def test_a_quick_value_wants_the_fields_without_a_default() -> None:
    with pytest.raises(TypeError):
        Place()  # type: ignore[call-arg]


def test_copies_of_a_quick_value_are_equal_to_it() -> None:
    place = Place("aisle", 7)
    assert copy.copy(place) == copy.deepcopy(place) == pickle.loads(pickle.dumps(place)) == place


def test_what_would_be_left_out_is_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class Checked:
        name: str

        def __post_init__(self) -> None:
            raise AssertionError

    with pytest.raises(TypeError, match="Checked"):
        quick(Checked)


def test_a_changed_value_is_another_one() -> None:
    place = Place("aisle", 7)
    assert changed(place, row=8) == Place("aisle", 8)
    assert place == Place("aisle", 7)
    with pytest.raises(KeyError):
        changed(place, colour="red")
