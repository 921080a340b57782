"""Texts have threads of their own, but only once they have come in whole."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from bot.web import is_whole_text

TEXT = b"POST /twilio/sms HTTP/1.1\r\nHost: desk.example.org\r\nContent-Length: 9\r\n\r\nBody=when"


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def test_a_text_is_seen_before_it_is_read(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = ends
    theirs.sendall(TEXT)
    assert is_whole_text(ours)
    assert ours.recv(1000) == TEXT


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        TEXT[:-1],
        TEXT[:40],
        TEXT.replace(b"Content-Length: 9\r\n", b""),
        TEXT.replace(b"/sms", b"/sms/status"),
        TEXT.replace(b"POST", b"GET"),
        b"GET /console HTTP/1.1\r\n\r\n",
    ],
)
def test_what_is_no_text_or_not_all_there_waits_elsewhere(
    ends: tuple[socket.socket, socket.socket], sent: bytes
) -> None:
    ours, theirs = ends
    theirs.sendall(sent)
    assert not is_whole_text(ours)


def test_a_connection_that_is_gone_is_no_text(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = ends
    theirs.close()
    assert not is_whole_text(ours)
