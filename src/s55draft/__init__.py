"""Drafts a local policing body's response to an inspection report, s.55 of the Police Act 1996.

The library's front door is `s55draft.drafting`.
"""

__version__ = "0.1.0"
