"""The export of acts: one line for each sum or exemption, for the books. No clinical content; cells cannot be formulas."""

import csv
from collections.abc import Iterable
from io import StringIO
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from chevet.interfaces.pro.payments import row, state_words
from chevet.interfaces.pro.words import said
from chevet.payments.vocabulary import EXEMPTIONS
from chevet.usecases.read_payments import PaymentView

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def neutralised(cell: str) -> str:
    """A spreadsheet would run a cell that begins like a formula: an apostrophe makes it a text."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell


def acts_csv(payments: Iterable[PaymentView], *, zone: ZoneInfo) -> bytes:
    """Semicolons and a byte-order mark, as French spreadsheets open it."""
    written = StringIO()
    lines = csv.writer(written, delimiter=";", lineterminator="\r\n")
    lines.writerow(headers())
    for one in payments:
        lines.writerow([neutralised(cell) for cell in _line(one, zone)])
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def headers() -> list[str]:
    return [
        _("Date"), _("Heure"), _("Professionnel"), _("RPPS"), _("Patient"), _("Code de l’acte"), _("Montant"),
        _("Devise"), _("État"), _("Motif d’exonération"), _("Rien n’est dû"), _("Terminé par"), _("Reçu"), _("Payé le"),
        _("Remboursé le"), _("Référence"),
    ]  # fmt: skip


def _line(one: PaymentView, zone: ZoneInfo) -> list[str]:
    facts, at = row(one), one.row.asked_at.astimezone(zone)
    taken = [page for page in one.attempts if page.paid_at]
    return [
        f"{at:%d/%m/%Y}", f"{at:%H:%M}", one.row.professional, one.row.rpps, facts["name"], one.act,
        _amount(one.row.amount_cents), one.row.currency, state_words(one)[0], said(EXEMPTIONS.get(one.exemption)),
        "" if one.exemption else facts["why"], facts["modality"], _amount(one.received_cents), _day(one.row.paid_at, zone),
        _day(one.row.refunded_at, zone), " ".join(page.reference for page in taken),
    ]  # fmt: skip


def _amount(cents: int) -> str:
    return f"{cents / 100:.2f}".replace(".", ",")


def _day(at, zone: ZoneInfo) -> str:
    return date_format(at.astimezone(zone), "d/m/Y") if at else ""
