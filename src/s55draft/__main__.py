"""`python -m s55draft`."""

import sys

from s55draft.cli import main

sys.exit(main())
