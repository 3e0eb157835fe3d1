"""Words planted in every field of a person: the logs hold none of them, and the database only those kept in clear."""

import base64
import io
import logging
import secrets
import string
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from chevet.interfaces.jobs.logs import JsonLines
from chevet.kernel.errors import Refusal
from chevet.notifications.outcomes import Refused
from chevet.people.identity import Traits
from chevet.people.insi_simulator import SimulatedINSi
from chevet.usecases import (
    answer_for_patient,
    ask_advice,
    ask_national_identity,
    break_glass,
    change_follow_up,
    claim_episode,
    close_episode,
    correct_identity,
    deny_link,
    dispatch_messages,
    end_follow_up,
    identify_device,
    include_patient,
    live_follow_ups,
    read_record,
    record_call,
    search_patients,
    send_code,
    set_threshold,
    stop_follow_up,
    watch,
    write_note,
)
from tests.fixtures.care import NOON, Patient, include, inclusion, make_place
from tests.usecases.doing import (
    IN_DANGER,
    STABLE,
    UNWELL,
    live,
    measure,
    minutes,
    paris,
    professionally,
    read,
    reply,
    send,
    write,
)
from tests.usecases.outbox import Dead, Hand

AT = NOON + minutes(90)
COLUMNS = """
SELECT table_name, array_agg(quote_ident(column_name)) FROM information_schema.columns
 WHERE table_schema = 'public' GROUP BY 1 ORDER BY 1
"""


def canary() -> str:
    """Letters only, so that it passes for a name, a street or a domain."""
    return "zq" + "".join(secrets.choice(string.ascii_lowercase) for _ in range(12))


class Canaries:
    """In clear: names. Sealed: the rest."""

    def __init__(self) -> None:
        self.names = {
            part: canary().capitalize() for part in ("birth_name", "first_name", "used_name", "used_first_name")
        }
        self.label = canary()
        self.mobile = f"06 39 98 {secrets.randbelow(90) + 10} {secrets.randbelow(90) + 10}"
        self.email = f"{canary()}@exemple.fr"
        self.typed = {
            name: canary()
            for name in (
                "written",
                "bound",
                "glass",
                "note",
                "closing",
                "field",
                "value",
                "reason",
                "search",
                "doctor",
                "asked",
                "told",
                "question",
                "opinion",
                "given",
            )
        }
        self.profile = {
            "address": f"3 rue {canary()}", "access": canary(), "birth_place": canary(), "doctor": canary(),
            "to_call": {"name": canary(), "link": canary(), "phone": "0639981111"}, "risk_factors": [canary()],
            "guardian": {"name": canary()}, "lung_disease": canary(), "devices": [canary()],
        }  # fmt: skip

    @property
    def sealed(self) -> set[str]:
        profile = {word for word in _words(self.profile) if word.startswith("zq")}
        return profile | {self.label, self.email, self.email.partition("@")[0], self.number, *self.typed.values()}

    @property
    def number(self) -> str:
        return self.mobile.replace(" ", "").removeprefix("0")

    @property
    def everything(self) -> set[str]:
        names = set(self.names.values()) | {name.upper() for name in self.names.values()}
        return self.sealed | names | {name.lower() for name in names}


def _words(value) -> Iterator[str]:
    if isinstance(value, str):
        yield from value.split()
    else:
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _words(inner)


@pytest.fixture
def canaries() -> Canaries:
    return Canaries()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that anybody logs, down to debug, in the form in which it leaves the process."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    root, levels = logging.getLogger(), {}
    for name in ("", "chevet", "django", "django.db.backends", "psycopg"):
        levels[name] = logging.getLogger(name).level
        logging.getLogger(name).setLevel(logging.DEBUG)
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def identify(canaries: Canaries, patient: Patient) -> None:
    """Her given names are typed, and the service gives her number."""
    names = canaries.names
    traits = Traits(
        birth_name=names["birth_name"], first_name=names["first_name"], birth_date=date(1949, 5, 17), sex="F",
        given_names=f"{names['first_name']} {canaries.typed['given']}", birth_place="69383",
    )  # fmt: skip
    whose = {"actor": patient.place.actor, "patient_id": patient.patient_id, "now": AT, "machine_now": AT}
    used = {name: names[name] for name in ("used_name", "used_first_name")}
    correct_identity.correct_identity(**whose, traits=traits, **used)
    asked = ask_national_identity.ask_national_identity(**whose, service=SimulatedINSi())
    assert asked.outcome is ask_national_identity.Outcome.TAKEN
    canaries.typed["matricule"] = SimulatedINSi().search(traits).matricule


def play(canaries: Canaries) -> Patient:
    """A whole course with a canary wherever somebody can type."""
    place = make_place()
    contacts = (("mobile", canaries.mobile, canaries.label), ("email", canaries.email, ""))
    patient = include(place, contacts=contacts, profile=canaries.profile, **canaries.names)
    typed = canaries.typed
    identify(canaries, patient)
    send(patient, IN_DANGER | {"spo2": "92", "mood": "critical"}, now=AT)
    measure(patient, "91", now=AT + minutes(1))
    send_code.send_code(visit=patient.visit(), now=AT, machine_now=AT)
    professionally(claim_episode.claim_episode, patient, now=AT)
    professionally(record_call.record_call, patient, now=AT, outcome="reached", note=typed["note"])
    ask = {"of": place.stranger.account_id, "question": typed["question"]}
    professionally(ask_advice.ask_advice, patient, now=AT, **ask)
    professionally(ask_advice.give_advice, patient, now=AT, actor=place.stranger, answer=typed["opinion"])
    write(patient, typed["asked"], now=AT)
    reply(patient, typed["told"], now=AT)
    professionally(close_episode.close_episode, patient, now=AT, done=["call_done"], note=typed["closing"])
    professionally(change_follow_up.complete_details, patient, now=AT, profile={"doctor": typed["doctor"]})
    professionally(write_note.write_note, patient, now=AT, key=uuid4(), text=typed["written"])
    bound = {"kind": "spo2", "side": "below", "value": 92, "until_on": AT.date(), "reason": typed["bound"]}
    professionally(set_threshold.set_threshold, patient, now=AT, **bound)
    break_glass.break_glass(
        actor=place.stranger, follow_up_id=patient.follow_up_id, motive="call", words=typed["glass"], now=AT,
        machine_now=AT,
    )  # fmt: skip
    professionally(answer_for_patient.answer_for_patient, patient, now=AT, key=uuid4(), answers=UNWELL)
    professionally(read_record.patient_page, patient, now=AT)
    search_patients.search_patients(
        actor=place.actor,
        typed=f"{typed['search']} {canaries.names['birth_name']}",
        territory="FR",
        now=AT,
        machine_now=AT,
    )
    live(paris(3, "14:00"))
    professionally(end_follow_up.withdraw_follow_up, patient, now=paris(3, "15:00"))
    deny_link.deny_link(visit=patient.visit(), now=paris(3, "15:01"), machine_now=AT)
    return patient


def fail(canaries: Canaries, patient: Patient, monkeypatch) -> None:
    """What goes wrong carries canaries too: refused input, a broken record, a gateway and a driver that quote."""
    typed, key = canaries.typed, uuid4()
    hers = {"visit": patient.visit(), "now": AT, "machine_now": AT}
    for act in (
        lambda: send(patient, STABLE | {typed["field"]: typed["value"]}, now=AT),
        lambda: send(patient, STABLE | {"spo2": typed["value"]}, now=AT),
        lambda: measure(patient, typed["value"], now=AT),
        lambda: write(patient, typed["asked"] * 200, now=AT),
        lambda: reply(patient, typed["told"], now=AT),
        lambda: stop_follow_up.stop_follow_up(**hers, reason=typed["reason"]),
        lambda: identify_device.identify_device(**hers, day=1, month=1, label="x"),
        lambda: professionally(record_call.record_call, patient, now=AT, outcome=typed["reason"], note=typed["note"]),
        lambda: professionally(end_follow_up.end_follow_up, patient, now=AT, reason=typed["reason"]),
        lambda: include_patient.include_patient(
            actor=patient.place.actor, now=AT, machine_now=AT, demonstration=True,
            inclusion=inclusion(patient.place, contacts=(("mobile", typed["value"], ""),), **canaries.names),
        ),
    ):  # fmt: skip
        try:
            act()
        except Refusal:
            continue

    def broken(parcel):
        raise ValueError(parcel.to, parcel.text)

    at = paris(3, "12:00")
    dispatch_messages.dispatch_messages(now=at, machine_now=AT, post=Hand(broken), on_dead=Dead())
    dispatch_messages.dispatch_messages(
        now=at, machine_now=AT + minutes(600), post=Hand(Refused("refused 400", final=True)), on_dead=Dead()
    )

    def quoting(*_, **__):
        raise ValueError(f"duplicate key: {canaries.names['birth_name']} {canaries.profile['address']} {key}")

    monkeypatch.setattr(live_follow_ups, "conclude", quoting)
    read(patient.place, "UPDATE follow_up SET wake_at = %s RETURNING id", AT)
    live_follow_ups.live_due(until=AT, machine_now=AT)
    monkeypatch.setattr(watch, "violated", quoting)
    watch.watch(now=AT, machine_now=AT, send=lambda: None, on_dead=Dead())


def sung(content: bytes, words: set[str]) -> list[str]:
    """Canaries heard in these bytes, however they are written down."""
    return sorted(word for word in words if any(written in content for written in spellings(word)))


def spellings(word: str) -> list[bytes]:
    plain = word.encode()
    coded = base64.b64encode(plain)[: len(plain) // 3 * 4]
    return [plain, plain.hex().encode(), word.encode("utf-16-le"), coded]


def contents(dsn: str, *, only: str = "") -> dict[str, bytes]:
    """Every column of every table (or of one), as bytes; what a dump would hold."""
    with psycopg.connect(dsn) as superuser:
        tables = [row for row in superuser.execute(COLUMNS).fetchall() if only in ("", row[0])]
        found = {}
        for table, columns in tables:
            for column in columns:
                rows = superuser.execute(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL").fetchall()
                found[f"{table}.{column}"] = b"\n".join(
                    bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode() for (value,) in rows
                )
    return found


def test_the_logs_hold_no_personal_word_even_when_all_goes_wrong(own_database, canaries, log, monkeypatch):
    patient = play(canaries)
    fail(canaries, patient, monkeypatch)
    written = log.getvalue()
    for event in ("could not be lived", "a message met an error", "an invariant could not be kept"):
        assert event in written
    assert sung(written.encode(), canaries.everything | {patient.token, patient.device}) == []


def test_the_database_holds_in_clear_what_is_declared_and_nothing_else(own_database, canaries, monkeypatch):
    patient = play(canaries)
    fail(canaries, patient, monkeypatch)
    columns = contents(own_database.superuser)
    heard = {name: words for name, content in columns.items() if (words := sung(content, canaries.everything))}
    spelled = {part: sorted([name]) for part, name in canaries.names.items()}
    assert {name: words for name, words in heard.items() if name != "patient.search"} == {
        f"patient.{part}": words for part, words in spelled.items()
    }
    assert sorted(heard["patient.search"]) == sorted(name.lower() for name in canaries.names.values())
    assert sung(b"\n".join(columns.values()), {patient.token, patient.device}) == []


def test_the_journal_holds_ids_and_codes_only(own_database, canaries, monkeypatch):
    patient = play(canaries)
    fail(canaries, patient, monkeypatch)
    journal = contents(own_database.superuser, only="journal")
    assert len(journal["journal.detail"]) > 1_000
    assert sung(b"\n".join(journal.values()), canaries.everything) == []


def test_the_files_of_the_server_hold_no_sealed_word(own_database, canaries):
    began = time.time() - 1
    patient = play(canaries)
    with psycopg.connect(own_database.superuser, autocommit=True) as superuser:
        superuser.execute("CHECKPOINT")
        folder = Path(superuser.execute("SHOW data_directory").fetchone()[0])
        number = superuser.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()[0]
    files = [*folder.glob(f"base/{number}/[0-9]*"), *folder.glob("pg_wal/0*")]
    written = [path for path in files if path.stat().st_mtime >= began]
    assert len(written) > 20
    names = set()
    for path in written:
        content = path.read_bytes()
        names |= set(sung(content, set(canaries.names.values())))
        assert sung(content, canaries.sealed | {patient.token, patient.device}) == [], path.name
    assert names == set(canaries.names.values()), "the search finds what is in clear"


@pytest.mark.slow
def test_the_site_does_not_log_a_link(start_site, canaries):
    import urllib.error
    import urllib.request

    site = start_site()
    token = canary() + canary()
    for path in (f"/s/{token}", f"/s/{token}/", f"/s/{token}/dossier?code={token}", f"/x/{token}"):
        request = urllib.request.Request(site.url + path, headers={"User-Agent": token, "Cookie": f"x={token}"})
        try:
            urllib.request.urlopen(request, timeout=10).close()
        except urllib.error.HTTPError as refused:
            refused.close()
    site.stop()
    assert sung(site.log.read_bytes(), {token}) == []
