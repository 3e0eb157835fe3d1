# ruff: noqa: SIM905  names read better as prose
"""Names of nobody, numbers that no operator gives (the ranges kept for fiction), addresses that do not exist."""

from random import Random

FIRST_NAMES = (
    "Adèle Agathe Aimé Alban Alice Amélie Anaïs Antonin Apolline Armand Aurore Basile Blanche Bruno Capucine Célestin "
    "Céleste Clément Colette Corentin Damien Delphine Denise Edgar Élise Émilien Estelle Eugénie Fabien Faustine "
    "Félicie Firmin Flavie Gaspard Gisèle Hélène Hippolyte Honorine Irène Isidore Jeanne Joseph Judith Lazare Léonie "
    "Lucien Mahaut Marceline Maxence Mélina Nadège Noémie Octave Odile Pauline Philomène Raoul Romane Rosalie Sabine "
    "Samir Séraphin Solange Suzanne Thibault Timothée Valère Violette Yasmine Zélie"
).split()
BEGINNINGS = (
    "Abri Bel Beau Blanche Bois Bon Bourg Brive Cante Castel Chante Char Claire Combe Corne Croise Dame Daude Escale "
    "Espar Fage Ferre Font Gaille Garde Gentil Grand Grise Haute Isle Jau Lande Lou Malle Marque Mire Mont Mor Neuve "
    "Orme Palan Passe Perce Peyre Pic Pont Prade Quer Rame Roche Rouve Sainte Sauve Serre Sou Tarte Tour Vaille Vau "
    "Verte"
).split()
ENDINGS = (
    "bas bert bosc brune cane clair combe cour dieu don fage fay fille fond fort gard gnac guet lac lande lier lieu "
    "maison mar mont nac nan neuve nier pierre plan puy rac rive roux sac selve tier val vert vielle"
).split()
FAMILY_NAMES = [first + last for first in BEGINNINGS for last in ENDINGS]
STREETS = ("rue des Lilas", "avenue du Lavoir", "chemin des Vignes", "place du Marché", "impasse des Tilleuls")
TOWNS = ("69003 Lyon", "38000 Grenoble", "42000 Saint-Étienne", "63000 Clermont-Ferrand", "73000 Chambéry")


def somebody(rng: Random) -> tuple[str, str]:
    """First name and family name; two family names now and then."""
    family = rng.choice(FAMILY_NAMES)
    return rng.choice(FIRST_NAMES), f"{family}-{rng.choice(FAMILY_NAMES)}" if rng.random() < 0.1 else family


def mobile(number: int) -> str:
    """One of the 10,000 mobile numbers that Arcep keeps for fiction."""
    return f"+3363998{number % 10_000:04}"


def profile(rng: Random) -> dict[str, object]:
    """What the inclusion form asks besides identity."""
    return {
        "address": f"{rng.randint(1, 180)} {rng.choice(STREETS)}, {rng.choice(TOWNS)}",
        "access": "",
        "to_call": {"name": rng.choice(FIRST_NAMES), "link": "proche", "phone": mobile(rng.randint(0, 9999))},
        "doctor": f"Dr {rng.choice(FAMILY_NAMES)}",
        "risk_factors": [],
        "alone": rng.random() < 0.3,
    }
