"""A sealed value opens with any of the keys, in its own place only, and only as it was."""

from __future__ import annotations

import pytest

from storage.cipher import Keyring, Unreadable

OLD, NEW, STRANGE = (bytes([number]) * 32 for number in range(3))
BODY = "messages.body"


def test_what_is_sealed_comes_back():
    ring = Keyring((NEW,))
    for data in (b"", b"hello", b"\x00" * 5000):
        assert ring.decrypt(ring.encrypt(data, BODY), BODY) == data


def test_nothing_of_a_value_shows_and_the_same_is_never_sealed_alike():
    ring = Keyring((NEW,))
    sealed = [ring.encrypt(b"canary", BODY) for _ in range(20)]
    assert len(set(sealed)) == 20
    assert not any(b"canary" in value for value in sealed)


def test_the_first_key_seals_and_all_open():
    before = Keyring((OLD,)).encrypt(b"hello", BODY)
    ring = Keyring((NEW, OLD))
    assert ring.decrypt(before, BODY) == b"hello"
    assert Keyring((NEW,)).decrypt(ring.encrypt(b"hello", BODY), BODY) == b"hello"


def test_without_its_key_a_value_is_unreadable_and_the_error_says_what_to_do():
    sealed = Keyring((OLD,)).encrypt(b"hello", BODY)
    with pytest.raises(Unreadable, match="Set the key that it was written with"):
        Keyring((NEW, STRANGE)).decrypt(sealed, BODY)


def test_a_value_cannot_be_moved_to_another_column():
    ring = Keyring((NEW,))
    with pytest.raises(Unreadable):
        ring.decrypt(ring.encrypt(b"hello", BODY), "patients.first_name")


@pytest.mark.parametrize("place", [0, 1, 4, 5, 16, 17, -1])
def test_a_changed_byte_anywhere_is_noticed(place):
    ring = Keyring((NEW,))
    sealed = bytearray(ring.encrypt(b"hello", BODY))
    sealed[place] ^= 1
    with pytest.raises(Unreadable):
        ring.decrypt(bytes(sealed), BODY)


@pytest.mark.parametrize("kept", [0, 1, 5, 17, 20])
def test_a_value_cut_short_is_unreadable(kept):
    ring = Keyring((NEW,))
    with pytest.raises(Unreadable):
        ring.decrypt(ring.encrypt(b"hello", BODY)[:kept], BODY)
