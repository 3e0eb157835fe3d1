"""Payments as the team, its secretary and its administrator see them."""

import csv
from html import unescape
from io import StringIO
from uuid import uuid4

import pytest

from chevet.interfaces.pro.acts_csv import neutralised
from chevet.kernel.tenancy import acting
from chevet.payments.models import PaymentAccount
from chevet.payments.port import Refund
from chevet.people.models import Patient
from tests.interfaces.pro.colleagues import hire
from tests.interfaces.pro.test_team_list import counted, counting_ones
from tests.usecases.acts_of_payments import KEYS, ask, asked, kept, pay, press, release


def read(answer) -> str:
    return unescape(answer.content.decode()).replace("\u202f", " ").replace("\xa0", " ").replace("’", "'")


@pytest.fixture
def stage(db, day):
    """Somebody who owes 25 euros."""
    return asked()


@pytest.fixture
def secretary(stage):
    return hire(stage.place, "secretary").sign_in()


@pytest.fixture
def boss(stage):
    return hire(stage.place, "administrator").sign_in()


@pytest.fixture(autouse=True)
def desk(stage, monkeypatch):
    """The provider behind the pages."""
    from chevet.interfaces.pro.views import payments

    monkeypatch.setattr(payments, "provider_of", stage.desk)
    return stage.desk


def test_a_secretary_sees_the_list_filters_it_and_reads_nothing_clinical(secretary, stage):
    page = read(secretary.get("/pro/payments"))
    assert "Odile FERRAND" in page and "25,00 €" in page and "demandé" in page
    assert "Odile FERRAND" not in read(secretary.get("/pro/payments?show=paid"))
    assert "Odile FERRAND" not in read(secretary.get("/pro/payments?period=before"))
    assert read(secretary.get("/pro/payments?show=<script>&period=x&professional=y")).count("Odile FERRAND") == 1


@pytest.mark.parametrize("sums", [1, 3])
def test_the_list_takes_six_statements_whatever_its_length(secretary, stage, monkeypatch, sums):
    for _ in range(sums - 1):
        ask(stage, payment_id=uuid4(), consultation_id=uuid4())
    secretary.get("/pro/payments")
    with counted(monkeypatch) as seen:
        page = secretary.get("/pro/payments")
    assert read(page).count("Odile FERRAND") == sums
    assert len(counting_ones(seen)) == 6, "\n".join(counting_ones(seen))


def test_what_a_person_must_look_at_says_why(secretary, stage):
    press(stage)
    release(stage)
    pay(stage)
    page = read(secretary.get("/pro/payments?show=look"))
    assert "à rembourser" in page
    assert "Reçu 25,00 € alors que rien n'était dû" in page


def test_a_refund_asks_who_one_is_then_gives_back_once(secretary, stage, desk, day):
    press(stage)
    pay(stage)
    here = f"/pro/payments/{stage.payment_id}"
    assert 'value="25"' in read(secretary.get(here))
    day.shift(minutes=29)
    secretary.get(here)
    day.shift(minutes=10)
    turned = secretary.post(f"{here}/refund", {"back": here, "amount": "25"})
    assert "/accounts/reauthenticate/" in turned["Location"]
    assert desk.given == []


def test_a_refund_of_a_service_that_gives_nothing_back_is_written_down_by_hand(secretary, stage, desk):
    press(stage)
    pay(stage)
    desk.refunds = Refund.BY_HAND
    here = f"/pro/payments/{stage.payment_id}"
    done = secretary.post(f"{here}/refund", {"back": here, "amount": "25"}, follow=True)
    assert "la régie le fait" in read(done)
    assert "remboursé" in read(secretary.post(f"{here}/refunded", {"back": here}, follow=True))
    assert kept(stage).state == "refunded"


def test_a_sum_is_asked_from_the_patients_page_and_what_was_typed_stays(secretary, stage):
    with acting(stage.place.scope):
        patient_id = Patient.objects.get().id
    assert "Demander un paiement" in read(secretary.get(f"/pro/patients/{patient_id}"))
    here, typed = f"/pro/patients/{patient_id}/payment", {"payment": str(uuid4()), "amount": "2 500,00", "act": "tcs"}
    refused = secretary.post(here, typed)
    assert refused.status_code == 400
    assert "entre 1 et 1 000 euros" in read(refused)
    assert 'value="2 500,00"' in refused.content.decode()
    for _press in range(2):
        assert secretary.post(here, typed | {"amount": "50", "exemption": "ald"}).status_code == 302
    page = read(secretary.get("/pro/payments"))
    assert page.count("Affection de longue durée (ALD)") == 1
    assert page.count("Odile FERRAND") == 2


def test_exempting_and_asking_again(secretary, stage):
    here = f"/pro/payments/{stage.payment_id}"
    assert secretary.post(f"{here}/exempt", {"exemption": ""}).status_code == 400
    page = secretary.post(f"{here}/exempt", {"exemption": "maternity"}, follow=True)
    assert "exonéré" in read(page) and "Maternité" in read(page)
    secretary.post(f"{here}/exempt", {"again": "1"})
    assert kept(stage).state == "asked"
    secretary.post(f"{here}/release", {"why": "mistake"})
    assert kept(stage).state == "cancelled"


@pytest.mark.parametrize("cell", ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", "%0A"])
def test_a_cell_that_begins_like_a_formula_is_only_a_text(cell):
    assert neutralised(cell) == f"'{cell}"
    assert neutralised("Odile = 3") == "Odile = 3"


def test_the_export_holds_acts_and_sums_and_no_formula(secretary, stage):
    with acting(stage.place.scope):
        Patient.objects.update(first_name="=cmd|'/c calc'!A1")
    ask(stage, payment_id=uuid4(), consultation_id=uuid4(), exemption="c2s", cents=0)
    answer = secretary.get("/pro/payments/export?period=month")
    assert answer["Content-Disposition"] == 'attachment; filename="actes-2027-03-01-2027-03-02.csv"'
    text = answer.content.decode("utf-8-sig")
    second, first = sorted(csv.DictReader(StringIO(text), delimiter=";"), key=lambda row: row["Montant"], reverse=True)
    assert (first["Motif d’exonération"], first["Montant"]) == ("Complémentaire santé solidaire (C2S)", "0,00")
    told = (second["Code de l’acte"], second["Montant"], second["Devise"], second["État"], second["Professionnel"])
    assert told == ("TCG", "25,00", "EUR", "demandé", "Soignante 0")
    assert second["Patient"].startswith("'=cmd")


def test_the_administrator_types_a_secret_that_never_comes_back(boss, stage):
    page = read(boss.get("/pro/online-payment"))
    assert "Non vérifié" in page and "Double de paiement" not in page
    shown = boss.get("/pro/online-payment/stripe").content.decode()
    assert [secret for secret in KEYS.values() if secret in shown] == []
    assert "Déjà enregistré" in unescape(shown)
    kept_as_it_was = {"label": "Service", "key": "", "webhook_secret": "", "enabled": "on"}
    assert boss.post("/pro/online-payment/stripe", kept_as_it_was).status_code == 302
    with acting(stage.place.scope):
        assert PaymentAccount.objects.get().label == "Service"


def test_a_label_that_tells_too_much_and_an_odd_secret_are_refused(boss):
    refused = boss.post("/pro/online-payment/stripe", {"label": "Consultation", "key": "sk_typed_by_mistake"})
    assert refused.status_code == 400
    assert "en dit trop" in read(refused) and 'value="Consultation"' in read(refused)
    odd = boss.post("/pro/online-payment/stripe", {"label": "Service", "key": "sk_typed_by_mistake"})
    assert "la forme attendue" in read(odd)
    assert "sk_typed_by_mistake" not in read(refused) + read(odd)


def test_the_double_is_not_found_outside_the_demonstration(boss, settings):
    assert boss.get("/pro/online-payment/rehearsal").status_code == 404
    settings.DEMO = True
    assert boss.get("/pro/online-payment/rehearsal").status_code == 200
