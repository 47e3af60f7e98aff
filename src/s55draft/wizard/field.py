"""What stands under a question on a terminal: what is wrong with the answer, and what was typed or pasted."""

from dataclasses import dataclass


@dataclass(slots=True)
class Field:
    """The state of a question while it is on the screen.

    `typed` is what was typed at a choice, `pasted` are lines that were pasted where one is expected, and `refused` is
    the answer with which something is wrong, and which still stands in the field.
    """

    fault: str = ""
    refused: str = ""
    typed: str = ""
    pasted: str | None = None

    def ask_about(self, text: str) -> None:
        """Asks what to do with several lines that were pasted where one is expected."""
        lines = [line for line in text.splitlines() if line.strip()]
        self.pasted = text
        self.fault = (
            f"You pasted {len(lines)} lines, and this answer has one. Press Enter to join them into one line, "
            "or type something else."
        )
