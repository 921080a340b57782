"""Pictures of texts: fetched from Twilio alone, by the worker, kept encrypted, seen by staff and nobody else."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.wrappers import Response

from bot import channels, housekeeping, pictures, settings
from bot.channels.base import Picture, RefusedPicture
from bot.channels.pictures import MOST_BYTES, TwilioPictures
from storage import media
from tests import signing
from tests.fakes.twilio import FakeTwilio
from tests.office import ANA, texts, variables
from tests.people import at_work

if TYPE_CHECKING:
    from tests.office import Office

MM, ME = "MM" + "a1" * 16, "ME" + "b2" * 16
JPEG = b"\xff\xd8\xff picture"
CARD = Picture("image/jpeg", JPEG)


@pytest.fixture
def album(twilio: FakeTwilio) -> TwilioPictures:
    return TwilioPictures(settings.read(variables("sqlite:///pictures.db", TWILIO_API_URL=twilio.url)))


@pytest.fixture
def office(open_office: Callable[..., Office], twilio: FakeTwilio) -> Office:
    twilio.media[MM] = {ME: Response(JPEG, mimetype="image/jpeg")}
    return open_office(TWILIO_API_URL=twilio.url)


def send(office: Office, body: str = "", url: str = "") -> str:
    address = url or f"https://api.twilio.com/2010-04-01/Accounts/{signing.ACCOUNT}/Messages/{MM}/Media/{ME}"
    form = {"NumMedia": "1", "MediaUrl0": address, "MediaContentType0": "image/jpeg"}
    return "\n".join(texts(office.text(ANA, body, MM, **form)))


def fetch(office: Office) -> dict[str, Any]:
    pictures.fetch_due(office.desk, channels.album(office.desk.settings), threading.Event())
    [row] = office.rows("media")
    return row


def test_a_picture_is_had_with_our_credentials_by_its_id_or_by_its_place(
    album: TwilioPictures, twilio: FakeTwilio
) -> None:
    twilio.media[MM] = {ME: Response(JPEG, mimetype="image/jpeg")}
    assert album.fetch(MM, ME, 0) == CARD
    assert album.fetch(MM, "", 0) == CARD
    assert album.fetch(MM, "", 1) is None
    assert album.fetch(MM, "ME" + "c3" * 16, 0) is None


def test_twilios_own_store_is_visited_without_our_credentials(album: TwilioPictures, twilio: FakeTwilio) -> None:
    twilio.media[MM] = {ME: Response(status=307, headers={"Location": f"{twilio.url}/store/one"})}
    twilio.store["one"] = Response(JPEG, mimetype="image/jpeg")
    assert album.fetch(MM, ME, 0) == CARD


def test_we_are_sent_on_once(album: TwilioPictures, twilio: FakeTwilio) -> None:
    twilio.media[MM] = {ME: Response(status=307, headers={"Location": f"{twilio.url}/store/one"})}
    twilio.store["one"] = Response(status=307, headers={"Location": f"{twilio.url}/store/two"})
    with pytest.raises(RefusedPicture, match="elsewhere"):
        album.fetch(MM, ME, 0)


@pytest.mark.parametrize(
    "location",
    [
        "https://elsewhere.example/a.jpg",
        "http://media.twiliocdn.com/a.jpg",
        "https://twiliocdn.com.example/a.jpg",
        "https://eviltwiliocdn.com/a.jpg",
        "file:///etc/passwd",
        "",
    ],
)
def test_nobody_else_is_asked(album: TwilioPictures, twilio: FakeTwilio, location: str) -> None:
    twilio.media[MM] = {ME: Response(status=302, headers={"Location": location})}
    with pytest.raises(RefusedPicture, match="elsewhere"):
        album.fetch(MM, ME, 0)


def test_twilios_store_is_known_by_its_name(album: TwilioPictures) -> None:
    assert album._store("https://media.twiliocdn.com/a.jpg") == "https://media.twiliocdn.com/a.jpg"


def test_what_is_too_large_or_no_picture_is_refused(album: TwilioPictures, twilio: FakeTwilio) -> None:
    twilio.media[MM] = {
        "ME1": Response(b"x" * (MOST_BYTES + 1), mimetype="image/png"),
        "ME2": Response("<script>", mimetype="text/html"),
    }
    for sid, reason in (("ME1", "too_large"), ("ME2", "type")):
        with pytest.raises(RefusedPicture, match=reason):
            album.fetch(MM, sid, 0)


def test_a_picture_is_acknowledged_fetched_seen_by_staff_and_forgotten_after_a_year(office: Office) -> None:
    assert "our team will look at it" in send(office, url="http://127.0.0.1:1/secrets")  # no posted address is believed
    assert [row["state"] for row in office.rows("media")] == ["waiting"]
    assert [case["reason"] for case in office.rows("cases")] == ["other"]
    row = fetch(office)
    assert (row["state"], row["content"], row["content_type"]) == ("kept", JPEG, "image/jpeg")
    anna = at_work(office)
    [talk] = office.rows("conversations")
    assert f"/console/media/{row['id']}" in anna.get(f"/console/talks/{talk['id']}").text
    seen = anna.get(f"/console/media/{row['id']}")
    assert (seen.data, seen.mimetype, seen.headers["X-Content-Type-Options"]) == (JPEG, "image/jpeg", "nosniff")
    assert "media.opened" in [entry["action"] for entry in office.rows("audit")]
    assert office.client.get(f"/console/media/{row['id']}").status_code in (302, 303, 401)
    assert anna.get("/console/media/019580f1-7c00-7000-8000-0000000000a1").status_code == 404
    office.desk.clock.advance(timedelta(days=366))
    housekeeping.tidy(office.desk)
    with office.looking() as work:
        assert media.content(work, row["id"]) is None
    assert office.rows("media")[0]["state"] == "forgotten"


def test_a_card_is_taken_in_the_middle_of_insurance_and_once(office: Office) -> None:
    office.text(ANA, "I have new insurance")
    office.text(ANA, "Aetna")
    assert "Thank you for the photo" in send(office)
    assert "Thank you for the photo" in send(office)  # the same text again
    assert fetch(office)["state"] == "kept"
    assert office.rows("cases") == []


def test_what_cannot_be_had_is_tried_again_and_opens_a_case_at_last(office: Office, twilio: FakeTwilio) -> None:
    twilio.media[MM] = {ME: Response(status=500)}
    send(office)
    assert fetch(office)["state"] == "waiting"
    office.desk.clock.advance(timedelta(minutes=2))
    twilio.media.clear()
    row = fetch(office)
    assert (row["state"], row["reason"]) == ("lost", "gone")
    assert "does not have it" in office.rows("cases")[0]["summary"]
