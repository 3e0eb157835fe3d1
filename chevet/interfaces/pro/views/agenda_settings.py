"""When one can be booked, and for what: openings, motives, and the address for one's own calendar program."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro.administrating import by
from chevet.interfaces.pro.forms.administration import DAYS
from chevet.interfaces.pro.forms.agenda import MotiveForm, OpeningForm
from chevet.interfaces.pro.gate import admit
from chevet.interfaces.pro.pages import show
from chevet.interfaces.pro.views.agenda import AGENDA, around, team_of
from chevet.interfaces.ui.refusals import too_many_requests
from chevet.kernel.errors import Conflict, Invalid, NotFound
from chevet.people.models import Role
from chevet.usecases.count_misses import count_miss
from chevet.usecases.feed_agenda import own_feed, read_feed, renew_feed, revoke_feed
from chevet.usecases.keep_motives import add_motive, change_motive, retire_motive
from chevet.usecases.keep_openings import add_opening, remove_opening
from chevet.usecases.read_agenda import Agenda

PROFESSIONAL = (Role.PROFESSIONAL,)


@require_GET
@admit(*AGENDA)
def agenda_settings(request: HttpRequest) -> HttpResponse:
    team_id, known = _known(request)
    mine = request.actor.role == Role.PROFESSIONAL
    feed = own_feed(actor=request.actor) if mine else None
    address = request.build_absolute_uri(reverse("agenda_feed", args=[feed.token])) if feed else ""
    facts = {
        "agenda": known, "team_id": team_id, "people": [(one.name, _openings_of(known, one.id)) for one in known.people],
        "feed": feed, "feed_url": address, "has_feed": mine, "back": f"{reverse('pro:agenda')}?equipe={team_id}",
    }  # fmt: skip
    return show(request, "pro/agenda/settings.html", facts, current="agenda")


def _known(request: HttpRequest) -> tuple[UUID, Agenda]:
    team_id = team_of(request)
    if team_id is None:
        raise NotFound
    return team_id, around(request, team_id, since=domain_now().date(), days=1)


def _openings_of(known: Agenda, account_id: UUID) -> list[tuple[UUID, str, str, bool]]:
    """Those of the week first: (id, when, hours, closed)."""
    found = []
    for one, opened in zip(
        [row for row in known.openings if row.account_id == account_id], known.open_of(account_id), strict=True
    ):
        found.append((opened.day is not None, one.id, _dates(opened) if opened.day else _days(opened.days), opened))
    found.sort(key=lambda one: (one[0], one[3].day or domain_now().date(), one[3].starts))
    return [(ident, words, f"{opened.starts}–{opened.ends}", opened.closed) for _dated, ident, words, opened in found]


def _days(days: tuple[int, ...]) -> str:
    """ "lundi, mardi"; days in a row in a few words."""
    if days == tuple(range(7)):
        return _("Tous les jours")
    if days == tuple(range(5)):
        return _("Du lundi au vendredi")
    return ", ".join(str(DAYS[number]) for number in days)


def _dates(opened: Any) -> str:
    first, last = date_format(opened.day, "j F Y"), date_format(opened.last_day, "j F Y")
    return first if first == last else _("du %(first)s au %(last)s") % {"first": first, "last": last}


@require_http_methods(["GET", "POST"])
@admit(*AGENDA)
def opening_new(request: HttpRequest) -> HttpResponse:
    team_id, known = _known(request)
    form = OpeningForm(request.POST or None, people=known.people, initial={"key": uuid4()})

    def act() -> str:
        left = add_opening(
            **by(request), team_id=team_id, opening=form.opening(), today=domain_now().astimezone(known.zone).date()
        )
        if not left:
            return _("C’est enregistré.")
        said = ngettext(
            "%(left)s rendez-vous y est déjà pris : déplacez-le.", "%(left)s rendez-vous y sont déjà pris : déplacez-les.", left
        )  # fmt: skip
        return f"{_('C’est fermé.')} {said % {'left': left}}"

    return _asked(request, form, act, team_id, title=_("Ajouter des heures"), style="form--days")


@require_http_methods(["GET", "POST"])
@admit(*AGENDA)
def motive_new(request: HttpRequest) -> HttpResponse:
    team_id, _agenda = _known(request)
    form = MotiveForm(request.POST or None, initial={"key": uuid4()})

    def act() -> str:
        add_motive(**by(request), team_id=team_id, motive_id=form.cleaned_data["key"], facts=form.facts())
        return _("Le motif est ajouté.")

    return _asked(request, form, act, team_id, title=_("Ajouter un motif"))


@require_http_methods(["GET", "POST"])
@admit(*AGENDA)
def motive_change(request: HttpRequest, motive_id: UUID) -> HttpResponse:
    team_id, known = _known(request)
    motive = next((one for one in known.motives if one.id == motive_id and one.team_id == team_id), None)
    if motive is None:
        raise NotFound
    initial = {name: getattr(motive, name) for name in ("label", "minutes", "modality", "prepare")} | {"key": motive_id}
    form = MotiveForm(request.POST or None, initial=initial)

    def act() -> str:
        change_motive(**by(request), team_id=team_id, motive_id=motive_id, facts=form.facts())
        return _("Le motif est changé.")

    return _asked(request, form, act, team_id, title=_("Changer le motif"))


def _asked(
    request: HttpRequest, form: Any, act: Callable[[], str], team_id: UUID, *, title: str, style: str = ""
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            done = act()
        except (Invalid, Conflict) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, done)
            return redirect(_settings_url(team_id))
    facts = {"form": form, "title": title, "style": style, "back": _settings_url(team_id)}
    return show(request, "pro/agenda/asked.html", facts, current="agenda", status=400 if form.errors else 200)


def _settings_url(team_id: UUID) -> str:
    return f"{reverse('pro:agenda_settings')}?equipe={team_id}"


@require_POST
@admit(*AGENDA)
def opening_remove(request: HttpRequest, opening_id: UUID) -> HttpResponse:
    team_id, _agenda = _known(request)
    remove_opening(**by(request), team_id=team_id, opening_id=opening_id)
    messages.success(request, _("C’est retiré. Ce qui était pris le reste."))
    return redirect(_settings_url(team_id))


@require_POST
@admit(*AGENDA)
def motive_retire(request: HttpRequest, motive_id: UUID) -> HttpResponse:
    team_id, _agenda = _known(request)
    retire_motive(**by(request), team_id=team_id, motive_id=motive_id)
    messages.success(request, _("Le motif n’est plus proposé."))
    return redirect(_settings_url(team_id))


@require_POST
@admit(*PROFESSIONAL)
def feed_keep(request: HttpRequest) -> HttpResponse:
    """A new address, or none any more."""
    if request.POST.get("act") == "revoke":
        revoke_feed(actor=request.actor, machine_now=machine_now())
        messages.success(request, _("L’ancienne adresse ne donne plus rien."))
    else:
        renew_feed(actor=request.actor, initials="initials" in request.POST, machine_now=machine_now())
        messages.success(request, _("L’adresse est prête. Copiez-la dans votre agenda."))
    return redirect("pro:agenda_settings")


@require_safe
@never_cache
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What a calendar program reads, without anybody's signing in. Guessing is slowed down."""
    try:
        content = read_feed(token=token, now=domain_now(), machine_now=machine_now())
    except NotFound:
        address = request.META.get("REMOTE_ADDR", "")
        if wait := count_miss(who=f"feed {address}", machine_now=machine_now()):
            return too_many_requests(request, retry_after=wait)
        raise
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
