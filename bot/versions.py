"""What this program is made of: its own version, Python's and those of the libraries that it names."""

from __future__ import annotations

import platform
import re
from importlib import metadata

PROGRAM = "frontdesk"
_NAME = re.compile(r"[A-Za-z0-9._-]+")


def program() -> str:
    return metadata.version(PROGRAM)


def python() -> str:
    return platform.python_version()


def libraries() -> list[tuple[str, str]]:
    """Each library that the program asks for, with the version that is here."""
    found = (_NAME.match(line) for line in metadata.requires(PROGRAM) or ())
    return [(one[0], _version(one[0])) for one in found if one]


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not here"
