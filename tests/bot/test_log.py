from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from bot import log


@pytest.fixture(autouse=True)
def _lines_as_before() -> Iterator[None]:
    handlers = logging.getLogger().handlers[:]
    yield
    log.configure(as_json=False)
    logging.getLogger().handlers[:] = handlers


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_only_declared_keys_reach_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure(as_json=True)
    log.get().info("kept", sid="SM" + "1" * 32, body="my knee hurts", first_name="Ana")
    (line,) = lines(capsys)
    assert line["sid"] == "SM" + "1" * 32
    assert "knee" not in str(line)
    assert "Ana" not in str(line)


@pytest.mark.parametrize("number", ["+15125550142", "+1 512 555 0142", "(512) 555-0142", "512-555-0142", "5125550142"])
def test_a_phone_number_in_a_declared_key_is_taken_out(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    log.configure(as_json=True)
    log.get().warning("refused", reason=f"from {number} again")
    assert lines(capsys)[0]["reason"] == "from [number] again"


@pytest.mark.parametrize("id", ["01958a3b-7c00-7000-8000-012345678901", "SM" + "0123456789" * 3 + "01"])
def test_ids_stay_readable(id: str, capsys: pytest.CaptureFixture[str]) -> None:
    log.configure(as_json=True)
    log.get().info("sent", message=id)
    assert lines(capsys)[0]["message"] == id


def test_a_fault_is_told_by_its_kind_and_place_without_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure(as_json=True)
    try:
        raise ValueError("no such day: my birthday is 3 May 1960")
    except ValueError as error:
        log.failure("turn_failed", error)
    (line,) = lines(capsys)
    assert line["error"] == "ValueError"
    assert "test_log.py" in str(line["where"])
    assert "birthday" not in str(line)


def test_what_libraries_log_loses_its_values(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure(as_json=True)
    logging.getLogger("gunicorn.error").error("Invalid request from ip=%s: %s", "10.0.0.1", "Ana Lopez")
    logging.getLogger("elsewhere").error("body was Ana Lopez")
    fixed, unknown = lines(capsys)
    assert fixed["reason"] == "Invalid request from ip=%s: %s"
    assert "reason" not in unknown
    assert "Ana" not in str((fixed, unknown))


def test_people_get_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure(as_json=False)
    log.get().warning("refused", door="sms")
    assert capsys.readouterr().err.rstrip().endswith("warning refused door=sms")
