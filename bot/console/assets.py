"""The addresses of our own files: each bears its content's hash, so that browsers may keep it for ever."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import url_for

_FOLDER = Path(__file__).parent / "static"


def address(name: str) -> str:
    """Where a page finds the file."""
    return url_for("console.static", filename=name, v=_version(name))


@lru_cache(maxsize=32)
def _version(name: str) -> str:
    return hashlib.sha256((_FOLDER / name).read_bytes()).hexdigest()[:12]
