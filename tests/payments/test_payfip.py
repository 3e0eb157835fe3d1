"""PayFiP's adapter against the published shapes of its web service: requests, answers, faults, notifications."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from xml.etree import ElementTree

import httpx
import pytest

from chevet.payments.port import Declined, Notice, NoticeRefused, Order, Outcome, Received, Refund, Unclear
from chevet.payments.providers.payfip import NAMESPACE, PayFiP, read_answer

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
IDOP = "cc0cb210-1cd4-11ea-8cca-0213ad91a103"
ANSWERS = "http://securite.service.tpa.cp.finances.gouv.fr/reponse"
ORDER = Order(
    key=uuid4(), reference="7K3M9QXR2TBN", label="Règlement <b>", amount_cents=2550, currency="EUR", opened_at=NOW,
    return_url="https://chevet.test/r/retour-paiement", notify_url="https://chevet.test/hooks/payments/1?a=1&b=2",
    email="odile@exemple.fr",
)  # fmt: skip
SOAP = '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>{}</soap:Body></soap:Envelope>'
CREATED = SOAP.format(
    f'<ns2:creerPaiementSecuriseResponse xmlns:ns2="{NAMESPACE}"><return><idOp xmlns="{ANSWERS}">{IDOP}</idOp></return>'
    "</ns2:creerPaiementSecuriseResponse>"
)
FAULT = SOAP.format(
    "<soap:Fault><faultcode>soap:Server</faultcode>"
    "<faultstring>fr.gouv.finances.cp.tpa.webservice.exceptions.FonctionnelleErreur</faultstring><detail>"
    f'<ns1:FonctionnelleErreur xmlns:ns1="{NAMESPACE}"><code xmlns="">{{code}}</code><descriptif/><libelle>…</libelle>'
    "<severite>2</severite></ns1:FonctionnelleErreur></detail></soap:Fault>"
)


def detail(**changes: str) -> str:
    told = {
        "dattrans": "01032027", "exer": "2027", "heurtrans": "1002", "idOp": IDOP, "mel": "odile@exemple.fr",
        "montant": "2550", "numauto": "112233", "numcli": "006270", "objet": "Reglement", "refdet": "7K3M9QXR2TBN",
        "resultrans": "P", "saisie": "T",
    } | changes  # fmt: skip
    fields = "".join(f"<r:{name}>{value}</r:{name}>" for name, value in told.items())
    return SOAP.format(
        f'<ns:recupererDetailPaiementSecuriseResponse xmlns:ns="{NAMESPACE}"><return xmlns:r="{ANSWERS}">{fields}</return>'
        "</ns:recupererDetailPaiementSecuriseResponse>"
    )


def speaking(answer) -> tuple[PayFiP, list[httpx.Request]]:
    heard = []

    def said(request: httpx.Request) -> httpx.Response:
        heard.append(request)
        if isinstance(answer, Exception):
            raise answer
        status, body = answer
        return httpx.Response(status, text=body)

    payfip = PayFiP({"client": "006270", "mode": "T"})
    payfip._client = httpx.Client(base_url="https://www.payfip.gouv.fr", transport=httpx.MockTransport(said))
    return payfip, heard


def look(answer, *, after: timedelta = timedelta(minutes=3)):
    return speaking(answer)[0].look(provider_ref=IDOP, opened_at=NOW, now=NOW + after)


def test_a_page_is_created_with_the_nine_fields_in_their_order():
    payfip, heard = speaking((200, CREATED))
    page = payfip.open(ORDER)
    assert (page.provider_ref, page.url) == (IDOP, f"https://www.payfip.gouv.fr/tpa/paiementws.web?idop={IDOP}")
    assert str(heard[0].url) == "https://www.payfip.gouv.fr/tpa/services/securite"
    (argument,) = ElementTree.fromstring(heard[0].content).iter("arg0")
    assert [(field.tag, field.text) for field in argument] == [
        ("exer", "2027"), ("mel", "odile@exemple.fr"), ("montant", "2550"), ("numcli", "006270"),
        ("objet", "Reglement  b"), ("refdet", "7K3M9QXR2TBN"), ("saisie", "T"),
        ("urlnotif", "https://chevet.test/hooks/payments/1?a=1&b=2"),
        ("urlredirect", "https://chevet.test/r/retour-paiement"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("result", "outcome"),
    [
        ("P", Outcome.PAID),
        ("V", Outcome.PAID),
        ("R", Outcome.REFUSED),
        ("Z", Outcome.REFUSED),
        ("A", Outcome.ABANDONED),
    ],
)
def test_what_became_of_a_page(result, outcome):
    standing = look((200, detail(resultrans=result)))
    told = (standing.outcome, standing.reference, standing.amount_cents, standing.currency, standing.receipt_ref)
    assert told == (outcome, "7K3M9QXR2TBN", 2550, "EUR", "112233")


@pytest.mark.parametrize(
    ("code", "after", "outcome"),
    [
        ("P5", 3, Outcome.OPEN), ("P5", 25, Outcome.EXPIRED), ("P1", 3, Outcome.UNKNOWN), ("P1", 1500, Outcome.EXPIRED),
    ],
)  # fmt: skip
def test_before_a_result_there_is_a_fault_that_age_explains(code, after, outcome):
    standing = look((500, FAULT.format(code=code)), after=timedelta(minutes=after))
    assert standing.outcome is outcome


@pytest.mark.parametrize(
    "answer",
    [
        (500, SOAP.format("<soap:Fault><faultstring>down</faultstring></soap:Fault>")),
        (502, "<html><body>Bad gateway</body></html>"), (200, "not xml"), (200, detail(resultrans="?")),
        (200, detail(idOp="00000000-0000-0000-0000-000000000000")), (500, FAULT.format(code="T9")),
        (200, '<!DOCTYPE x [<!ENTITY a "b">]>' + detail()), httpx.ConnectTimeout("late"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_unclear(answer):
    with pytest.raises(Unclear):
        look(answer)


def test_a_page_that_the_service_will_not_open_is_declined():
    with pytest.raises(Declined, match="T1"):
        speaking((500, FAULT.format(code="T1")))[0].open(ORDER)


def test_it_gives_no_money_back_by_itself():
    payfip, heard = speaking((200, CREATED))
    assert payfip.refund(receipt_ref="112233", amount_cents=2550, key=uuid4()) is Refund.BY_HAND
    assert heard == []


@pytest.mark.parametrize(
    ("body", "query"), [(f"idop={IDOP}".encode(), ""), (f"idOp={IDOP}&x=1".encode(), ""), (b"", f"idop={IDOP}")]
)
def test_a_notification_names_a_page_and_proves_nothing(body, query):
    received = Received(body=body, headers={}, query=query)
    assert speaking((200, ""))[0].read_notice(received, now=NOW) == Notice(provider_ref=IDOP)


@pytest.mark.parametrize("body", [b"", b"idop=", b"idop=../x", b"idop=" + b"a" * 500, b"\xff\xfe", b"a=1&" * 50])
def test_a_notification_without_a_page_is_refused(body):
    with pytest.raises(NoticeRefused):
        speaking((200, ""))[0].read_notice(Received(body=body, headers={}), now=NOW)


ENTITIES = '<!DOCTYPE r [<!ENTITY a "bomb"><!ENTITY b SYSTEM "file:///etc/hostname">]><r><idOp>&a;&b;</idOp></r>'


@pytest.mark.parametrize(
    "content",
    [ENTITIES.encode(), ENTITIES.encode("utf-16"), f'<?xml version="1.0" encoding="utf-16"?>{ENTITIES}'.encode("utf-16"),
     ENTITIES.lower().encode(), b"<r>" + b" " * 100_000 + b"</r>", b"<r><idOp>\xe9</idOp></r>"],
)  # fmt: skip
def test_a_document_type_or_an_entity_is_refused_in_any_encoding(content):
    with pytest.raises(Unclear):
        read_answer(content, status=200)
