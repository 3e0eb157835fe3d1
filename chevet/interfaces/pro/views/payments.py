"""Sums of the team's patients: the list, one of them, asking, letting go, giving back, the export of acts."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro import payments as words
from chevet.interfaces.pro.acts_csv import acts_csv
from chevet.interfaces.pro.administrating import acted, asked, by
from chevet.interfaces.pro.forms.payments import ExemptForm, PeriodForm, RefundForm, ReleaseForm, SumForm
from chevet.interfaces.pro.gate import INCLUDES, admit
from chevet.interfaces.pro.pages import show
from chevet.interfaces.pro.patient_page import patient_page
from chevet.interfaces.pro.proofs import proven
from chevet.interfaces.ui.money import euros, typed_euros
from chevet.kernel.errors import NotFound
from chevet.payments import attempts
from chevet.payments.providers import provider_of
from chevet.payments.states import NOTHING_DUE, PAYABLE, State
from chevet.usecases.ask_payment import ask_payment
from chevet.usecases.exempt_payment import exempt_payment
from chevet.usecases.read_agenda import read_appointment
from chevet.usecases.read_payments import MOST, Listed, PaymentView, Wanted, list_payments, read_payment
from chevet.usecases.refund_payment import record_refund, refund_payment
from chevet.usecases.release_payment import release_payment

PERIODS = {
    "month": gettext_lazy("Ce mois-ci"), "week": gettext_lazy("Les sept derniers jours"),
    "before": gettext_lazy("Le mois dernier"), "year": gettext_lazy("Cette année"),
}  # fmt: skip
SHOWS = {
    "all": gettext_lazy("Tous"), "look": gettext_lazy("À regarder"), "due": gettext_lazy("À payer"),
    "paid": gettext_lazy("Payés"), "off": gettext_lazy("Rien à payer"), "back": gettext_lazy("Remboursés"),
}  # fmt: skip
STATES: dict[str, frozenset[State]] = {
    "look": frozenset({State.PAID, State.REFUNDING, State.OPENED}), "due": PAYABLE, "paid": frozenset({State.PAID}),
    "off": NOTHING_DUE, "back": frozenset({State.REFUNDING, State.REFUNDED}),
}  # fmt: skip
MOST_EXPORTED = 20_000


@require_GET
@admit(*INCLUDES)
def payments(request: HttpRequest) -> HttpResponse:
    """By period, state and professional; what a person must look at says why."""
    form = PeriodForm(request.GET, periods=PERIODS, shows=SHOWS)
    shown = form.chosen("show")
    first, last = period(form.chosen("period"), timezone.localdate(domain_now()))
    found = list_payments(actor=request.actor, wanted=_wanted(request, shown, first, last), machine_now=machine_now())
    views = [one for one in found.payments if shown != "look" or words.attention(one)]
    form = PeriodForm(request.GET, periods=PERIODS, shows=SHOWS, professionals=found.professionals)
    facts = {
        "form": form, "rows": [words.row(one) for one in views], "sums": _sums(views), "first": first, "last": last,
        "cut": len(found.payments) >= MOST, "enabled": found.enabled, "query": request.GET.urlencode(),
    }  # fmt: skip
    return show(request, "pro/payments.html", facts, current="payments")


@require_GET
@admit(*INCLUDES)
@proven
def export(request: HttpRequest) -> HttpResponse:
    """The acts of the period as a table for the books, with the names of patients: one proves again who one is."""
    form = PeriodForm(request.GET, periods=PERIODS, shows=SHOWS)
    first, last = period(form.chosen("period"), timezone.localdate(domain_now()))
    wanted = _wanted(request, "all", first, last, most=MOST_EXPORTED)
    found: Listed = list_payments(
        actor=request.actor, wanted=wanted, machine_now=machine_now(), action="payments.exported"
    )
    response = HttpResponse(
        acts_csv(found.payments, zone=timezone.get_current_timezone()), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="actes-{first:%Y-%m-%d}-{last:%Y-%m-%d}.csv"'
    return response


@require_http_methods(["GET", "POST"])
@admit(*INCLUDES)
def payment_new(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """A sum, or why nothing is asked, before an appointment or outside of any. `appointment` in the address: for which."""
    page = patient_page(request, patient_id)
    form = SumForm(request.POST if request.method == "POST" else None)
    expected = _expected(request, patient_id)
    of_it = {"appointment_id": expected.id, "professional_id": expected.account_id} if expected else {}
    to = reverse("pro:appointment", args=[expected.id]) if expected else reverse("pro:patient", args=[patient_id])

    def act() -> None:
        ask_payment(
            **by(request), payment_id=form.cleaned_data["payment"], subject_id=page.subject_id, wanted=form.wanted(),
            **of_it,
        )  # fmt: skip

    return asked(
        request, form, act, template="pro/payment/new.html", facts={"page": page, "back_url": to},
        current="agenda" if expected else "people", to=to, done=_("C’est noté."),
    )  # fmt: skip


def _expected(request: HttpRequest, patient_id: UUID) -> Any | None:
    """The appointment that a sum is asked for. Raises NotFound: not theirs, or not hers."""
    try:
        appointment_id = UUID(request.GET.get("appointment", ""))
    except ValueError:
        return None
    row = read_appointment(actor=request.actor, appointment_id=appointment_id, machine_now=machine_now())
    if row.patient_id != patient_id:
        raise NotFound
    return row


@require_GET
@admit(*INCLUDES)
def payment(request: HttpRequest, payment_id: UUID) -> HttpResponse:
    """One, with what became of each page at the provider, and what can be done."""
    return _page(request, _read(request, payment_id))


@require_POST
@admit(*INCLUDES)
def payment_exempt(request: HttpRequest, payment_id: UUID) -> HttpResponse:
    form = ExemptForm(request.POST)
    chosen = request.POST.get("exemption", "") if form.is_valid() else ""
    if not chosen and "again" not in request.POST:
        return _page(request, _read(request, payment_id), exempt=form)
    return _done(request, payment_id, lambda: exempt_payment(**_of(request, payment_id), exemption=chosen))


@require_POST
@admit(*INCLUDES)
def payment_release(request: HttpRequest, payment_id: UUID) -> HttpResponse:
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        return _page(request, _read(request, payment_id), release=form)
    return _done(request, payment_id, lambda: release_payment(**_of(request, payment_id), why=form.cleaned_data["why"]))


@require_POST
@admit(*INCLUDES)
@proven
def payment_refund(request: HttpRequest, payment_id: UUID) -> HttpResponse:
    form = RefundForm(request.POST)
    if not form.is_valid():
        return _page(request, _read(request, payment_id), refund=form)
    cents = form.cleaned_data["amount"]
    return _done(
        request, payment_id,
        lambda: refund_payment(**_of(request, payment_id), amount_cents=cents, desk=provider_of),
        _("Le remboursement est demandé."),
    )  # fmt: skip


@require_POST
@admit(*INCLUDES)
@proven
def payment_refunded(request: HttpRequest, payment_id: UUID) -> HttpResponse:
    return _done(
        request, payment_id, lambda: record_refund(**_of(request, payment_id)), _("Le remboursement est noté.")
    )


def _page(request: HttpRequest, one: PaymentView, **forms: Any) -> HttpResponse:
    line = words.row(one)
    facts = {
        "one": line, "view": one, "facts": _facts(one, line), "pages": [_attempt(page) for page in one.attempts],
        "may_release": one.is_payable or (one.state is State.PAID and one.row.nothing_due_since is None),
        "may_exempt": one.is_payable, "may_ask_again": one.state is State.EXEMPT and one.row.amount_cents > 0,
        "may_refund": one.state is State.PAID, "by_hand": one.by_hand,
        "refund": forms.get("refund") or RefundForm(initial={"amount": typed_euros(_newest(one))}),
        "exempt": forms.get("exempt") or ExemptForm(), "release": forms.get("release") or ReleaseForm(),
    }  # fmt: skip
    return show(request, "pro/payment/one.html", facts, current="payments", status=400 if forms else 200)


def _newest(one: PaymentView) -> int:
    """Cents that one refund can give back: what is left of the newest page that was paid."""
    return next((left for page in reversed(one.attempts) if (left := attempts.left(page))), 0)


def _facts(one: PaymentView, line: dict[str, Any]) -> list[tuple[str, str]]:
    told = [
        (_("Code de l’acte"), one.act), (_("Terminé par"), line["modality"]), (_("Motif"), line["why"]),
        (_("Payé le"), _moment(one.row.paid_at)), (_("Déjà rendu"), line["returned"]),
        (_("Remboursé le"), _moment(one.row.refunded_at)),
    ]  # fmt: skip
    return [(word, value) for word, value in told if value]


def _moment(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i") if at else ""


def _attempt(page: Any) -> dict[str, Any]:
    return {
        "reference": page.reference, "opened_at": page.opened_at, "received": euros(page.received_cents or 0),
        "returned": euros(page.returned_cents) if page.returned_cents and not page.refunded_at else "",
        "paid_at": page.paid_at, "closed_at": page.closed_at, "closed_why": CLOSED.get(page.closed_why, ""),
        "refunded_at": page.refunded_at, "checks": page.checks,
    }  # fmt: skip


CLOSED = {
    "refused": gettext_lazy("refusé par la banque"), "abandoned": gettext_lazy("abandonné"),
    "expired": gettext_lazy("trop tard"), "unknown": gettext_lazy("inconnu du service"),
    "declined": gettext_lazy("le service n’a pas ouvert la page"),
}  # fmt: skip


def _read(request: HttpRequest, payment_id: UUID) -> PaymentView:
    return read_payment(**_of(request, payment_id))


def _of(request: HttpRequest, payment_id: UUID) -> dict[str, Any]:
    return by(request) | {"payment_id": payment_id}


def _done(request: HttpRequest, payment_id: UUID, act: Callable[[], Any], sentence: str = "") -> HttpResponse:
    return acted(request, act, to=reverse("pro:payment", args=[payment_id]), done=sentence or _("C’est noté."))


def period(name: str, today: date) -> tuple[date, date]:
    """First and last day."""
    month = today.replace(day=1)
    before = month - timedelta(days=1)
    return {
        "week": (today - timedelta(days=6), today), "before": (before.replace(day=1), before),
        "year": (today.replace(month=1, day=1), today),
    }.get(name, (month, today))  # fmt: skip


def _wanted(request: HttpRequest, shown: str, first: date, last: date, *, most: int = MOST) -> Wanted:
    zone = timezone.get_current_timezone()
    since, until = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(days=1)))
    try:
        whose = UUID(request.GET.get("professional", ""))
    except ValueError:
        whose = None
    states = STATES.get(shown, frozenset(State))
    return Wanted(since=since, until=until, states=states, professional_id=whose, most=most)


def _sums(views: list[PaymentView]) -> dict[str, str]:
    """Received and not given back; still due."""
    due = sum(one.row.amount_cents for one in views if one.is_payable)
    return {"received": euros(sum(one.received_cents for one in views)), "due": euros(due)}
