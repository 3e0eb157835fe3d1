"""Names as they are compared. Pure."""

import unicodedata


def folded(*names: str) -> str:
    """Names as the search compares them: lower-case letters and spaces, without accents."""
    plain = unicodedata.normalize("NFKD", " ".join(names)).casefold()
    letters = "".join(letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter))
    return " ".join(letters.split())
