"""What a browser says of itself, in words its owner knows again: "Firefox on Windows"."""

from __future__ import annotations

# The first that is found counts: most browsers name others as well.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def name(user_agent: str) -> str:
    browser = next((words for sign, words in _BROWSERS if sign in user_agent), "A browser")
    system = next((words for sign, words in _SYSTEMS if sign in user_agent), "")
    return f"{browser} on {system}" if system else browser
