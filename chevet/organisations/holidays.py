"""The public holidays of mainland France (Code du travail, L3133-1), for the administrator to tick. Pure."""

from datetime import date, timedelta

FIXED = {
    (1, 1): "Jour de l’An", (5, 1): "Fête du Travail", (5, 8): "Victoire de 1945", (7, 14): "Fête nationale",
    (8, 15): "Assomption", (11, 1): "Toussaint", (11, 11): "Armistice", (12, 25): "Noël",
}  # fmt: skip
AFTER_EASTER = {1: "Lundi de Pâques", 39: "Ascension", 50: "Lundi de Pentecôte"}


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


def holidays(year: int) -> dict[date, str]:
    fixed = {date(year, month, day): name for (month, day), name in FIXED.items()}
    moving = {easter(year) + timedelta(days=days): name for days, name in AFTER_EASTER.items()}
    return dict(sorted((fixed | moving).items()))


def next_holidays(today: date, *, most: int = 6) -> list[tuple[date, str]]:
    """The nearest ones, from today on."""
    ahead = {**holidays(today.year), **holidays(today.year + 1)}
    return [(day, name) for day, name in ahead.items() if day >= today][:most]
