"""What a team reads and hands over as a whole, ready to be played (see acts.py)."""

from dataclasses import replace

from chevet.people.models import Role
from chevet.usecases import (
    choose_shortcuts,
    give_handover,
    keep_template,
    print_caseload,
    read_handovers,
    read_overview,
    read_quality,
    read_team_day,
    read_worklist,
    search_patients,
    take_handover,
)

from .act import Act
from .stages import AT, clocks, handed, in_alarm, of_team

LISTS = {
    "choose_shortcuts.choose_shortcuts": Act(
        lambda s: choose_shortcuts.choose_shortcuts(actor=s.actor, keys={"claim": "t"})
    ),
    "choose_shortcuts.read_shortcuts": Act(lambda s: choose_shortcuts.read_shortcuts(actor=s.actor)),
    "give_handover.draft_handover": Act(
        lambda s: len(give_handover.draft_handover(**of_team(s), **clocks(s)).entries), in_alarm, private=True
    ),
    "give_handover.give_handover": Act(
        lambda s: bool(give_handover.give_handover(**of_team(s), note="Rien de plus.", **clocks(s))),
        in_alarm,
        private=True,
    ),
    "take_handover.take_handover": Act(
        lambda s: take_handover.take_handover(actor=s.actor, sheet_id=s.sheet_id, **clocks(s)), handed, private=True
    ),
    "read_handovers.handovers_of": Act(lambda s: len(read_handovers.handovers_of(**of_team(s))), handed),
    "read_handovers.waiting_handovers": Act(lambda s: len(read_handovers.waiting_handovers(actor=s.actor)), handed),
    "read_handovers.read_handover": Act(
        lambda s: len(read_handovers.read_handover(actor=s.actor, sheet_id=s.sheet_id, machine_now=s.now).people),
        handed,
        private=True,
    ),
    "read_team_day.read_team_day": Act(
        lambda s: read_team_day.read_team_day(**of_team(s), **clocks(s)).followed, in_alarm
    ),
    "read_overview.read_overview": Act(
        lambda s: len(read_overview.read_overview(actor=replace(s.actor, role=Role.DECISION_MAKER), **clocks(s)).cells),
        in_alarm,
    ),
    "read_quality.read_quality": Act(lambda s: len(read_quality.read_quality(**of_team(s), now=s.now).rules), in_alarm),
    "print_caseload.print_caseload": Act(
        lambda s: len(print_caseload.print_caseload(**of_team(s), form="page", **clocks(s)).people),
        in_alarm,
        private=True,
    ),
    "read_worklist.read_worklist": Act(
        lambda s: len(read_worklist.read_worklist(actor=s.actor, team_id=s.place.team_id, **clocks(s)).lines),
        in_alarm,
        private=True,
    ),
    "read_worklist.read_chosen": Act(
        lambda s: len(
            read_worklist.read_chosen(actor=s.actor, follow_up_ids=[s.patient.follow_up_id], **clocks(s)).lines
        ),
        private=True,
    ),
    "read_worklist.read_counts": Act(lambda s: read_worklist.read_counts(actor=s.actor), in_alarm),
    "keep_template.keep_template": Act(
        lambda s: keep_template.keep_template(
            actor=s.actor, team_id=s.place.team_id, name="Visite", text="Vu à domicile : ", **clocks(s)
        )
    ),
    "keep_template.retire_template": Act(
        lambda s: keep_template.retire_template(actor=s.actor, team_id=s.place.team_id, name="Visite", **clocks(s))
    ),
    "keep_template.templates_of": Act(lambda s: len(keep_template.templates_of(actor=s.actor))),
    "search_patients.search_patients": Act(
        lambda s: len(
            search_patients.search_patients(actor=s.actor, typed="dupont", territory="FR", now=AT, machine_now=AT)
        )
    ),
}
