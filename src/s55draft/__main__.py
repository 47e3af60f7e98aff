"""`python -m s55draft`."""

from s55draft.cli import entry

entry()
