"""The signature check gives the same verdicts as Twilio's own validator, and knows its traps."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

import pytest
from flask import Flask, request
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from bot.signature import algorithm_of, is_loopback, is_signed, raw_target

TOKEN = "12345"
CALL = [
    ("CallSid", "CA1234567890ABCDE"),
    ("Caller", "+14158675310"),
    ("Digits", "1234"),
    ("From", "+14158675310"),
    ("To", "+18005551212"),
]
TWILIOS_VECTORS = [
    ("https://example.com/myapp.php?foo=1&bar=2", CALL, "L/OH5YylLD5NRKLltdqwSvS0BnU="),
    (
        "https://mycompany.com/myapp.php?foo=1&bar=2",
        [("Sid", "CA123"), ("SidAccount", "AC123"), ("Digits", "5678"), ("Digits", "1234"), ("Digits", "1234")],
        "IK+Dwps556ElfBT0I3Rgjkr1wJU=",
    ),
    (
        "https://bot.example.org/w",
        [("Body", "café 😀 "), ("From", "+15551112222")],
        "9YnQ8k6Y8dpJ1UNQFG1O4l2rRZw=",
    ),
    ("https://bot.example.org/w?n=Jos%C3%A9&q=Couldn%27t+go", [("Body", "hi")], "ou27iH3cSnCHVvbW79s1G3/lG50="),
]


def check(url: str, params: list[tuple[str, str]], signature: str, **more: object) -> bool:
    parts = urlsplit(url)
    base = f"{parts.scheme}://{parts.netloc}"
    tokens = more.pop("tokens", (TOKEN,))
    return is_signed(base, url.removeprefix(base), MultiDict(params), signature, tokens, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("url", "params", "signature"), TWILIOS_VECTORS)
def test_twilios_own_vectors_are_accepted(url: str, params: list[tuple[str, str]], signature: str) -> None:
    assert check(url, params, signature)


@pytest.mark.parametrize(("url", "params", "signature"), TWILIOS_VECTORS)
def test_one_changed_letter_is_refused(url: str, params: list[tuple[str, str]], signature: str) -> None:
    assert not check(url, [*params[:-1], (params[-1][0], params[-1][1] + "x")], signature)
    assert not check(url + "x", params, signature)
    assert not check(url, params, signature[:-2] + "A=")
    assert not check(url, params, signature, tokens=("54321",))


def test_a_signature_over_the_address_with_its_port_is_accepted() -> None:
    signed_with_port = RequestValidator(TOKEN).compute_signature("https://bot.example.org:443/w", {"Body": "hi"})
    assert check("https://bot.example.org/w", [("Body", "hi")], signed_with_port)
    signed_without = RequestValidator(TOKEN).compute_signature("https://bot.example.org/w", {"Body": "hi"})
    assert check("https://bot.example.org:8443/w", [("Body", "hi")], signed_without)


def test_user_and_password_in_the_public_address_are_not_signed() -> None:
    signature = RequestValidator(TOKEN).compute_signature("https://bot.example.org/w", {"Body": "hi"})
    assert check("https://user:secret@bot.example.org/w", [("Body", "hi")], signature)


def test_the_fragment_is_not_signed() -> None:
    signature = RequestValidator(TOKEN).compute_signature("https://bot.example.org/w", {"Body": "hi"})
    assert check("https://bot.example.org/w#rc=3", [("Body", "hi")], signature)


def test_the_previous_token_still_counts_during_a_rotation() -> None:
    url, params, signature = TWILIOS_VECTORS[0]
    assert check(url, params, signature, tokens=("new", TOKEN))


def test_the_sha256_form_is_accepted_and_an_unknown_algorithm_refused() -> None:
    signature = RequestValidator(TOKEN).compute_signature("https://b.example/w", {"Body": "hi"}, "HMAC_SHA256")
    header = "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"
    assert check("https://b.example/w", [("Body", "hi")], signature, algorithm=algorithm_of(header))
    assert not check("https://b.example/w", [("Body", "hi")], signature)
    assert not check("https://b.example/w", [("Body", "hi")], signature, algorithm="HMAC_MD5")


def test_a_json_body_is_covered_by_its_hash_in_the_address() -> None:
    body = '{"a": "é"}'.encode()
    url = f"https://b.example/w?bodySHA256={hashlib.sha256(body).hexdigest()}"
    signature = RequestValidator(TOKEN).compute_signature(url, {})
    assert check(url, [], signature, body=body)
    assert not check(url, [], signature, body=body + b" ")


@pytest.mark.parametrize("signature", ["", "é", "not base64", "====", "a" * 10_000])
def test_nonsense_instead_of_a_signature_is_refused(signature: str) -> None:
    assert not check("https://b.example/w", [("Body", "hi")], signature)


names = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@given(st.lists(st.tuples(names, names), max_size=6), st.sampled_from(["/w", "/w?a=%27", "/w/?q=%C3%A9&&", "/"]))
def test_verdicts_equal_those_of_twilios_validator(params: list[tuple[str, str]], target: str) -> None:
    form = MultiDict(params)
    validator = RequestValidator(TOKEN)
    signature = validator.compute_signature("https://b.example" + target, form)
    assert validator.validate("https://b.example" + target, form, signature)
    assert is_signed("https://b.example", target, form, signature, (TOKEN,))


def test_the_target_is_taken_as_it_came_over_the_wire() -> None:
    with Flask(__name__).test_request_context("/w?n=Jos%C3%A9&q=Couldn%27t+go"):
        assert raw_target(request) == "/w?n=Jos%C3%A9&q=Couldn%27t+go"


@pytest.mark.parametrize(
    ("host", "headers", "trusted"),
    [
        ("localhost:8000", {}, True),
        ("127.0.0.1", {}, True),
        ("[::1]:8000", {}, True),
        ("desk.example.org", {}, False),
        ("localhost.evil.example", {}, False),
        ("localhost:8000", {"X-Forwarded-For": "127.0.0.1"}, False),
        ("localhost:8000", {"Forwarded": "for=127.0.0.1"}, False),
        ("localhost:8000", {"Via": "1.1 tunnel"}, False),
    ],
)
def test_only_somebody_at_this_machine_counts_as_loopback(host: str, headers: dict[str, str], trusted: bool) -> None:
    origin = {"REMOTE_ADDR": "127.0.0.1"}
    with Flask(__name__).test_request_context(
        "/", base_url=f"http://{host}", headers=headers, environ_overrides=origin
    ):
        assert is_loopback(request) is trusted


def test_a_request_from_elsewhere_is_not_loopback_whatever_it_claims() -> None:
    origin = {"REMOTE_ADDR": "10.0.0.7"}
    with Flask(__name__).test_request_context("/", base_url="http://localhost", environ_overrides=origin):
        assert not is_loopback(request)
