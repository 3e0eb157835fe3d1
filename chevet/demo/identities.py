"""How sure one is of each invented person: documents seen at the inclusion, answers of the simulated national service."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from chevet.demo import cast
from chevet.demo.cast import Person
from chevet.people.identity import Traits
from chevet.people.insi_simulator import SimulatedINSi
from chevet.usecases.ask_national_identity import ask_national_identity
from chevet.usecases.check_identity_document import check_identity_document
from chevet.usecases.correct_identity import correct_identity
from chevet.usecases.mark_identity import mark_identity
from chevet.usecases.read_patient import read_patient

type Step = Callable[..., Any]
LYON = "69383"
AFTER = timedelta(minutes=4)


def _asked(whose: dict[str, Any], person: Person) -> None:
    ask_national_identity(**whose, service=SimulatedINSi())


def _checked(whose: dict[str, Any], person: Person) -> None:
    seen = read_patient(**whose).identity.traits.print
    check_identity_document(**whose, document="identity_card", seen=seen)


def _completed(whose: dict[str, Any], person: Person) -> None:
    traits = Traits(
        birth_name=person.birth_name, first_name=person.first_name, birth_date=person.born, sex=person.sex,
        given_names=person.first_name, birth_place=LYON,
    )  # fmt: skip
    correct_identity(**whose, traits=traits, used_name=person.used_name)


def _doubted(whose: dict[str, Any], person: Person) -> None:
    mark_identity(**whose, doubt="doubtful", homonym=False)


QUALIFIED: tuple[Step, ...] = (_asked, _checked)
VALIDATED: tuple[Step, ...] = (_completed, _checked)
RETRIEVED: tuple[Step, ...] = (_asked,)
DOUBTFUL: tuple[Step, ...] = (_doubted,)
PROVISIONAL: tuple[Step, ...] = ()
STEPS = {
    cast.ODILE.key: QUALIFIED, cast.ROBERT.key: QUALIFIED, cast.CHANTAL.key: QUALIFIED, cast.LUCIEN.key: QUALIFIED,
    cast.YVETTE.key: QUALIFIED, cast.JEANNE.key: VALIDATED, cast.SIMONE.key: VALIDATED, cast.AHMED.key: RETRIEVED,
    cast.NADIA.key: RETRIEVED, cast.MARIE.key: DOUBTFUL,
}  # fmt: skip
SHARES = (QUALIFIED, QUALIFIED, RETRIEVED, VALIDATED, PROVISIONAL, PROVISIONAL)


def steps_of(person: Person) -> tuple[Step, ...]:
    """The same at every loading; who is not of the cast by chance."""
    if person in cast.EVERYBODY:
        return STEPS.get(person.key, PROVISIONAL)
    return Random(f"{person.key} identity").choice(SHARES)


def checks(life: Any, included_at: datetime) -> Iterator[tuple[datetime, Callable[[datetime], object]]]:
    """Some minutes after the inclusion, one after the other."""
    for number, step in enumerate(steps_of(life.person)):
        yield included_at + AFTER + number * timedelta(seconds=30), partial(_lived, life, step)


def _lived(life: Any, step: Step, at: datetime) -> None:
    step({"actor": life.nurse, "patient_id": life.patient_id, **life.clocks(at)}, life.person)
