"""PayFiP, the payment service of French public finances, by its web service (SOAP 1.1).

A page is created (creerPaiementSecurise gives its idOp), the patient goes there, and what became of it is fetched
(recupererDetailPaiementSecurise). The notification carries an idOp and no signature: it proves nothing.

An idOp lives fifteen minutes. Before a result there is an error P5; some time after, or for an idOp that nobody knows, P1.
The service gives no money back: the establishment's accountant does, outside.
"""

import re
import unicodedata
from datetime import datetime, timedelta
from typing import ClassVar
from urllib.parse import parse_qs
from uuid import UUID
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import httpx

from chevet.kernel.sentences import Sentence
from chevet.payments.port import (
    TIMEOUT,
    Declined,
    Notice,
    NoticeRefused,
    Order,
    Outcome,
    Page,
    Received,
    Refund,
    Setting,
    Standing,
    Unclear,
)

ORIGIN = "https://www.payfip.gouv.fr"
SERVICE = "/tpa/services/securite"
PAGE = "/tpa/paiementws.web?idop="
NAMESPACE = (
    "http://securite.service.tpa.cp.finances.gouv.fr/services/mas_securite/"
    "contrat_paiement_securise/PaiementSecuriseService"
)
LIFE = timedelta(minutes=20)  # of an idOp, with a margin
LONGEST_ANSWER = 100_000
IDOP = re.compile(r"[0-9a-fA-F-]{32,40}")
GONE, NOT_YET = "P1", "P5"
RESULTS = {
    "P": Outcome.PAID,
    "V": Outcome.PAID,  # direct debit
    "R": Outcome.REFUSED,
    "Z": Outcome.REFUSED,
    "A": Outcome.ABANDONED,
}


class Fault(Exception):
    """A functional error of the service, by its code."""


class PayFiP:
    title: ClassVar = Sentence("PayFiP", "PayFiP")
    settings: ClassVar = (
        Setting(
            "client", Sentence("Numéro de client PayFiP", "PayFiP client number"), r"\d{6}",
            Sentence("Six chiffres, donnés par la DGFiP.", "Six digits, given by the DGFiP."),
        ),
        Setting(
            "mode", Sentence("Mode", "Mode"), r"[TXW]",
            Sentence("T pour l’essai, X pour l’activation, W pour la production.", "T for tests, X for activation, W for production."),
        ),
    )  # fmt: skip
    verified: ClassVar = None
    needs_email: ClassVar = True
    origin = ORIGIN

    def __init__(self, settings: dict[str, str], *, origin: str = ORIGIN) -> None:
        self._settings = settings
        self._client = httpx.Client(base_url=origin, timeout=TIMEOUT, follow_redirects=False)

    def open(self, order: Order) -> Page:
        asked = {
            "exer": str(order.opened_at.year),
            "mel": order.email,
            "montant": str(order.amount_cents),
            "numcli": self._settings["client"],
            "objet": plain(order.label),
            "refdet": order.reference,
            "saisie": self._settings["mode"],
            "urlnotif": order.notify_url,
            "urlredirect": order.return_url,
        }
        try:
            idop = self._ask("creerPaiementSecurise", asked).get("idOp", "")
        except Fault as fault:
            raise Declined(str(fault)) from None
        if not IDOP.fullmatch(idop):
            raise Unclear("no idOp")
        return Page(provider_ref=idop, url=f"{ORIGIN}{PAGE}{idop}")

    def look(self, *, provider_ref: str, opened_at: datetime, now: datetime) -> Standing:
        try:
            told = self._ask("recupererDetailPaiementSecurise", {"idOp": provider_ref})
        except Fault as fault:
            return Standing(outcome=_without_result(str(fault), too_late=now > opened_at + LIFE))
        outcome = RESULTS.get(told.get("resultrans", ""))
        if outcome is None or told.get("idOp", provider_ref) != provider_ref:
            raise Unclear("odd result")
        return Standing(
            outcome=outcome, reference=told.get("refdet", ""), amount_cents=_cents(told.get("montant", "")),
            currency="EUR", receipt_ref=told.get("numauto", "") or provider_ref,
        )  # fmt: skip

    def close(self, *, provider_ref: str, opened_at: datetime, now: datetime) -> Standing:
        """Nothing closes an idOp but its age."""
        return self.look(provider_ref=provider_ref, opened_at=opened_at, now=now)

    def refund(self, *, receipt_ref: str, amount_cents: int, key: UUID) -> Refund:
        return Refund.BY_HAND

    def read_notice(self, received: Received, *, now: datetime) -> Notice | None:
        text = received.body.decode("ascii", "replace") if received.body else received.query
        try:
            given = {name.lower(): values[0] for name, values in parse_qs(text, max_num_fields=20).items()}
        except ValueError:
            raise NoticeRefused from None
        idop = given.get("idop", "")
        if not IDOP.fullmatch(idop):
            raise NoticeRefused
        return Notice(provider_ref=idop)

    def _ask(self, operation: str, asked: dict[str, str]) -> dict[str, str]:
        """The fields of the answer by name. Raises Fault, Unclear."""
        headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""'}
        try:
            answer = self._client.post(SERVICE, content=envelope(operation, asked), headers=headers)
        except httpx.HTTPError as error:
            raise Unclear(type(error).__name__) from None
        return read_answer(answer.content, status=answer.status_code)


def envelope(operation: str, asked: dict[str, str]) -> bytes:
    """The request, its fields in the order of the schema, which is that of the alphabet."""
    fields = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in sorted(asked.items()))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" '
        f'xmlns:pai="{NAMESPACE}"><soapenv:Header/><soapenv:Body>'
        f"<pai:{operation}><arg0>{fields}</arg0></pai:{operation}></soapenv:Body></soapenv:Envelope>"
    ).encode()


def read_answer(content: bytes, *, status: int) -> dict[str, str]:
    """Leaves of the document by their local name. Raises Fault for a functional error, Unclear for anything else."""
    try:
        text = content.decode() if len(content) <= LONGEST_ANSWER else ""
        if not text or "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise Unclear("odd answer")
        root = ElementTree.fromstring(text)  # noqa: S314 (as text, so no other encoding hides a document type)
    except (ElementTree.ParseError, UnicodeDecodeError):
        raise Unclear(f"unreadable, {status}") from None
    leaves = {_local(one.tag): (one.text or "").strip() for one in root.iter() if not len(one)}
    names = {_local(one.tag) for one in root.iter()}
    if "FonctionnelleErreur" in names and leaves.get("code"):
        raise Fault(leaves["code"][:20])
    if "Fault" in names or status >= 400:
        raise Unclear(f"fault, {status}")
    return leaves


def plain(label: str) -> str:
    """The letters, digits and spaces that the service takes; without accents."""
    bare = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9 ]", " ", bare)[:100].strip()


def _without_result(code: str, *, too_late: bool) -> Outcome:
    if code == GONE:
        return Outcome.EXPIRED if too_late else Outcome.UNKNOWN
    if code == NOT_YET:
        return Outcome.EXPIRED if too_late else Outcome.OPEN
    raise Unclear(code)


def _cents(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
