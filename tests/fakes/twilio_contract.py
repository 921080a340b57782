"""Does a request keep to Twilio's own description of its API?"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from openapi_core import OpenAPI
from openapi_core.contrib.werkzeug import WerkzeugOpenAPIRequest
from openapi_core.exceptions import OpenAPIError
from werkzeug.wrappers import Request

DESCRIPTION = Path(__file__).parent / "twilio_description" / "messages.json"
CREATE = "/2010-04-01/Accounts/{AccountSid}/Messages.json"
HOST = "https://api.twilio.com"


def violation(request: Request) -> str | None:
    """What the description does not allow in this request; None when all is well."""
    request.get_data(cache=True, parse_form_data=False)  # before anybody reads the form, which would eat the body
    unknown = set(request.form) - _parameters()
    if unknown:
        return f"unknown parameters: {', '.join(sorted(unknown))}"
    try:
        _description().validate_request(_AsSentToTwilio(request))
    except OpenAPIError as error:
        return str(error.__cause__ or error)
    return None


class _AsSentToTwilio(WerkzeugOpenAPIRequest):
    """The request as if it had gone to the address in the description."""

    @property
    def host_url(self) -> str:
        return HOST


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    return document


@cache
def _description() -> OpenAPI:
    return OpenAPI.from_dict(_document())


@cache
def _parameters() -> frozenset[str]:
    form = _document()["paths"][CREATE]["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]
    return frozenset(form["schema"]["properties"])
