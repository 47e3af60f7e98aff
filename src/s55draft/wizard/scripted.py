"""A prompter that answers from a script, for tests and for whoever drives the wizard from a program."""

from collections.abc import Callable, Iterator

from s55draft.wizard.prompter import Line, Prompt, Told, Word, word_of


class Scripted:
    """Answers each question with what `answer` gives for it; a word that is no answer is said as one.

    `heard` holds all that was shown, `asked` the questions.
    """

    def __init__(self, answer: Callable[[Prompt], str]) -> None:
        self._answer = answer
        self.heard: list[str] = []
        self.asked: list[Prompt] = []

    @classmethod
    def saying(cls, *answers: str) -> "Scripted":
        """A prompter that gives these answers one after the other, and then stops."""
        left: Iterator[str] = iter(answers)
        return cls(lambda _: next(left, Word.STOP))

    def say(self, *lines: Line) -> None:
        """Keeps what is shown."""
        for line in lines:
            self.heard.append(line if isinstance(line, str) else "".join(span.text for span in line))

    def line(self, prompt: Prompt) -> str:
        """The script's answer."""
        return self._checked(prompt)

    def choose(self, prompt: Prompt) -> str:
        """The script's answer, which must be one of the choices."""
        given = self._checked(prompt)
        if given not in {choice.value for choice in prompt.choices}:
            raise LookupError(f"{prompt.message}: {given!r} is none of {[choice.value for choice in prompt.choices]}")
        return given

    def write(self, prompt: Prompt) -> str:
        """The script's answer."""
        return self._checked(prompt)

    def _checked(self, prompt: Prompt) -> str:
        for _ in range(100):
            self.asked.append(prompt)
            given = self._answer(prompt)
            word = word_of(given)
            if word is not None:
                raise Told(word)
            fault = prompt.check(given)
            if fault is None:
                return given
            self.heard.append(fault)
        raise LookupError(f"{prompt.message}: no answer of the script will do; {self.heard[-1]}")
