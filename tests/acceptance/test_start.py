"""How it starts: what stands in the way is told in one plain sentence, with exit code 2; and it answers at once."""

from __future__ import annotations

import contextlib
import http.client
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.house import House

SECRETS = ("FRONTDESK_SECRET_KEY", "FRONTDESK_DATA_KEY", "FRONTDESK_PUBLIC_URL", "TWILIO_AUTH_TOKEN")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = House(tmp_path, f"sqlite:///{tmp_path}/frontdesk.db")
    yield opened
    opened.close()


def sentence(refusal: subprocess.CompletedProcess[str]) -> str:
    """The one line that was told."""
    assert "Traceback" not in refusal.stderr
    [line] = refusal.stderr.strip().splitlines()
    assert line.endswith(".")
    return line


def test_a_port_that_another_program_has(house: House) -> None:
    with socket.create_server(("127.0.0.1", house.port)):
        told = sentence(house.command("serve", "--port", str(house.port), expect=2))
    assert f"Port {house.port} is taken" in told
    assert "--port" in told


@pytest.mark.parametrize("command", [("serve",), ("migrate",), ("worker", "--once")], ids=" ".join)
def test_a_database_that_cannot_be_written(house: House, command: tuple[str, ...]) -> None:
    house.variables["DATABASE_URL"] = f"sqlite:///{house.folder}/nowhere/frontdesk.db"
    words = (*command, "--port", str(house.port)) if command == ("serve",) else command
    assert "nowhere" in sentence(house.command(*words, expect=2))


def test_a_database_server_that_is_not_there(house: House) -> None:
    house.variables["DATABASE_URL"] = "postgresql://desk@127.0.0.1:9/desk"
    assert "DATABASE_URL" in sentence(house.command("serve", "--port", str(house.port), expect=2))


@pytest.mark.parametrize("missing", SECRETS)
def test_production_without_a_secret(house: House, missing: str) -> None:
    house.variables["FRONTDESK_ENV"] = "production"
    del house.variables[missing]
    assert missing in sentence(house.command("serve", "--port", str(house.port), expect=2))


def test_a_faulty_clinic_file(house: House) -> None:
    file = house.folder / "oak.toml"
    file.write_text('id = "oak"\n', encoding="utf-8")
    house.variables["FRONTDESK_CLINIC"] = str(file)
    refusal = house.command("serve", "--port", str(house.port), expect=2)
    assert "Traceback" not in refusal.stderr
    assert all(line.startswith("oak.toml: ") for line in refusal.stderr.strip().splitlines())


def test_connections_that_say_nothing_keep_nobody_waiting(house: House) -> None:
    house.serve()
    with contextlib.ExitStack() as stack:
        for _ in range(64):  # more than there are threads
            stack.enter_context(socket.create_connection(("127.0.0.1", house.port)))
        told = stack.enter_context(contextlib.closing(http.client.HTTPConnection("127.0.0.1", house.port, timeout=3)))
        told.request("GET", "/healthz")
        assert told.getresponse().status == 200
