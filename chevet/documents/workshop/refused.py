"""Why a file is not taken. The code of the reason; intake.py has its sentence."""

FORMAT, UNREADABLE, LARGE, PAGES, LOCKED, FORM = "format", "unreadable", "large", "pages", "locked", "form"


class Refused(Exception):
    """Its text is one of the codes."""
