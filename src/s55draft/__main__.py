"""`python -m s55draft`."""

from s55draft.cli import entry

if __name__ == "__main__":  # processes of a batch import this module too
    entry()
