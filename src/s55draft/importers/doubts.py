"""What an importer is not sure of, and text that found no place; each is said, none is dropped."""

from typing import NamedTuple

_NEAR = 60


class Doubt(NamedTuple):
    """Something that a person should look at. `under` is the nearest heading, `near` are words of the place."""

    message: str
    under: str = ""
    near: str = ""

    def __str__(self) -> str:
        """The doubt with its place."""
        near = " ".join(self.near.split())
        words = near if len(near) <= _NEAR else f"{near[: _NEAR - 1].rstrip()}\u2026"
        place = (f", under \u201c{self.under}\u201d" if self.under else "") + (
            f", near \u201c{words}\u201d" if words else ""
        )
        return self.message + place


class Doubts:
    """Collects doubts and leftovers while a document is read."""

    def __init__(self) -> None:
        self.found: list[Doubt] = []
        self.leftovers: list[str] = []
        """Text that found no place in the answers."""

    def add(self, message: str, under: str = "", near: str = "") -> None:
        """Notes a doubt, once."""
        doubt = Doubt(message, " ".join(under.split()), near)
        if doubt not in self.found:
            self.found.append(doubt)

    def leavings(self, text: str) -> None:
        """Keeps text of which a doubt tells already."""
        self.leftovers.append(text)

    def leave(self, text: str, under: str = "") -> None:
        """Notes text that found no place."""
        self.leftovers.append(text)
        self.add("this text found no place in the answers; it stands in a comment at the file's end", under, text)
