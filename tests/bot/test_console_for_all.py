"""Every page of the console for eyes, ears and keyboards: headings, names of fields and pictures, contrast."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot import console
from bot.console import permissions
from tests.bot.test_console_roles import NOBODYS, addresses, ask, things_of
from tests.people import Person, at_work

if TYPE_CHECKING:
    from tests.office import Office

TYPED = {"input", "select", "textarea"}
EMPTY = {"input", "img", "meta", "link", "br", "hr", "path", "rect", "circle", "line"}
LEAST = 4.5


class Reader(HTMLParser):
    """Reads one page and notes what somebody could not perceive or name."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.headings: list[int] = []
        self.ids: Counter[str] = Counter()
        self.fors: set[str] = set()
        self.language = self.title = ""
        self._fields: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.feed(text)
        self.close()
        self._judge()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.ids[str(values["id"])] += 1
        if tag == "html":
            self.language = values.get("lang") or ""
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "label" and values.get("for"):
            self.fors.add(str(values["for"]))
        self._picture(tag, values)
        if tag in TYPED and values.get("type") != "hidden" and not self._inside("label"):
            self._fields.append((tag, values))
        if tag not in EMPTY:
            self._open.append((tag, values, []))

    def handle_data(self, data: str) -> None:
        for _tag, _values, words in self._open:
            words.append(data)

    def handle_endtag(self, tag: str) -> None:
        while self._open and tag not in EMPTY:
            name, values, words = self._open.pop()
            text = "".join(words).strip()
            if name == "title":
                self.title = text
            if name in {"a", "button", "summary"} and not (text or values.get("aria-label") or self._pictured(values)):
                self.faults.append(f"<{name} {values}> has no name")
            if name == tag:
                return

    def _pictured(self, values: dict[str, str | None]) -> bool:
        return (values.get("class") or "") == "brand"  # its picture has the name

    def _picture(self, tag: str, values: dict[str, str | None]) -> None:
        if tag == "img" and "alt" not in values:
            self.faults.append(f"<img src={values.get('src')}> has no alt")
        if tag == "svg" and not (values.get("aria-hidden") == "true" or values.get("aria-label") or self._inside_img()):
            self.faults.append("<svg> is neither hidden nor named")

    def _inside_img(self) -> bool:
        return any(values.get("role") == "img" and values.get("aria-label") for _, values, _ in self._open)

    def _inside(self, tag: str) -> bool:
        return any(name == tag for name, _, _ in self._open)

    def _judge(self) -> None:
        for tag, values in self._fields:
            if not (values.get("aria-label") or values.get("id") in self.fors):
                self.faults.append(f"<{tag} name={values.get('name')}> has no label")
        self.faults += [f"id {name} stands {times} times" for name, times in self.ids.items() if times > 1]
        if self.headings.count(1) != 1:
            self.faults.append(f"{self.headings.count(1)} h1")
        if not self.language or not self.title:
            self.faults.append("no language or no title")


def pages(office: Office, person: Person) -> Iterator[tuple[str, str]]:
    """Every whole page that an administrator sees, and those at the door."""
    for address in addresses(office, things_of(office)):
        if address.method == "GET" and address.page not in permissions.BY_ITSELF | {
            "picture",
            "recording",
            "report_file",
        }:
            path = f"{address.path}?q=ana" if address.page == "find" else address.path
            person.page = answer = ask(person, address, "") if path == address.path else person.get(path)
            if answer.status_code == 200 or address.page in NOBODYS:
                yield path, answer.text
    stranger = Person(office)
    for path in ("/console/log-in", "/console/set-up/oak.gone", "/console/log-in?out=1"):
        yield path, stranger.get(path).text


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_every_page_has_one_heading_a_language_and_names_for_all_that_is_used(office: Office) -> None:
    ada = at_work(office, role="admin")
    ada.get("/console/account")
    ada.post("/console/account/second-factor/new")
    looked_at = dict(pages(office, ada))
    assert len(looked_at) > 20
    faults = {path: found for path, text in looked_at.items() if (found := Reader(text).faults)}
    assert faults == {}


def test_the_reader_of_these_tests_sees_faults() -> None:
    text = '<h1></h1><h1></h1><img src="x"><input name="a"><p id="x"></p><p id="x"></p><a href="/"></a><svg></svg>'
    found = "\n".join(Reader(text).faults)
    for fault in ("2 h1", "no alt", "no label", "2 times", "no name", "neither hidden", "no language"):
        assert fault in found


# --- contrast

CSS = (Path(console.__file__).parent / "static" / "console.css").read_text()
# Words on their ground, as the rules of the stylesheet pair them.
PAIRS = [
    *((ink, ground) for ink in ("ink", "soft", "accent-text") for ground in ("page", "card", "raised", "hover")),
    ("ink", "tint"),
    ("soft", "tint"),
    ("accent-text", "tint"),
    ("accent-ink", "accent"),
    ("accent-ink", "accent-strong"),
    ("nav-ink", "nav"),
    ("nav-on", "nav-pill"),
    ("ink", "theirs"),
    ("ink", "bot"),
    ("staff-ink", "staff"),
    ("red", "card"),
    ("red", "page"),
    ("red", "red-tint"),
    ("ink", "red-tint"),
    ("amber", "amber-tint"),
    ("ink", "amber-tint"),
    ("soft", "amber-tint"),
    ("green", "green-tint"),
    ("ink", "green-tint"),
    ("soft", "green-tint"),
    ("blue", "blue-tint"),
    ("ink", "blue-tint"),
]


def tokens(dark: bool) -> dict[str, str]:
    """The colours of the light scheme, and those that the dark one replaces."""
    light, _, rest = CSS.partition("prefers-color-scheme: dark")
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light))
    own = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", rest.partition("\n}\n")[0]))
    assert own
    return found | own if dark else found


def luminance(colour: str) -> float:
    """After WCAG 2.2."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_words_stand_out_from_their_ground(ink: str, ground: str, dark: bool) -> None:
    known = tokens(dark)
    assert contrast(known[ink], known[ground]) >= LEAST


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_white_words_stand_out_from_alarms(dark: bool) -> None:
    assert contrast("#ffffff", tokens(dark)["red-fill"]) >= LEAST
