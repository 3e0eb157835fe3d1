"""What a team does with one patient's record and those around it, ready to be played (see acts.py)."""

from dataclasses import replace
from datetime import date

from chevet.people.models import Account, Role
from chevet.usecases import (
    answer_for_patient,
    break_glass,
    change_follow_up,
    end_follow_up,
    give_paper_code,
    hand_over_follow_up,
    include_patient,
    inclusion_status,
    read_record,
    read_shared,
    set_threshold,
    widen_circle,
    write_note,
)
from tests.fixtures.care import inclusion, make_place

from .act import Act
from .doing import IN_DANGER
from .stages import AT, Stage, another_team, bounded, called_from_elsewhere, followed, in_alarm, planned, pro, with_code


def to_be_joined() -> Stage:
    """A colleague of another team of the house."""
    stage = followed()
    stage.nurse = Account.objects.get(pk=stage.place.stranger.account_id).email
    return stage


RECORDS = {
    "include_patient.include_patient": Act(
        lambda s: bool(
            include_patient.include_patient(
                actor=s.place.actor,
                inclusion=inclusion(s.place, profile={"address": "Lyon"}),
                demonstration=True,
                now=AT,
                machine_now=AT,
            )
        ),
        lambda: Stage(place=make_place()),
    ),
    "inclusion_status.inclusion_status": Act(
        lambda s: len(inclusion_status.inclusion_status(actor=s.actor, follow_up_id=s.patient.follow_up_id))
    ),
    "end_follow_up.undo_inclusion": Act(lambda s: end_follow_up.undo_inclusion(**pro(s)), planned, private=True),
    "answer_for_patient.answer_for_patient": Act(
        lambda s: answer_for_patient.answer_for_patient(**pro(s), key=s.key, answers=IN_DANGER),
        keyed=True,
        private=True,
    ),
    "end_follow_up.end_follow_up": Act(
        lambda s: end_follow_up.end_follow_up(**pro(s), reason="recovered"), in_alarm, private=True
    ),
    "end_follow_up.withdraw_follow_up": Act(
        lambda s: end_follow_up.withdraw_follow_up(**pro(s)), in_alarm, private=True
    ),
    "change_follow_up.change_follow_up": Act(
        lambda s: change_follow_up.change_follow_up(**pro(s), onset_on=date(2027, 2, 20), at_risk=True),
        in_alarm,
        private=True,
    ),
    "give_paper_code.give_paper_code": Act(lambda s: bool(give_paper_code.give_paper_code(**pro(s))), private=True),
    "change_follow_up.resend_link": Act(lambda s: change_follow_up.resend_link(**pro(s)), private=True),
    "change_follow_up.complete_details": Act(
        lambda s: change_follow_up.complete_details(**pro(s), profile={"doctor": "Dr Roux"}), private=True
    ),
    "change_follow_up.revoke_device": Act(
        lambda s: change_follow_up.revoke_device(**pro(s), device_id=s.device_id), with_code, private=True
    ),
    "read_record.patient_page": Act(lambda s: bool(read_record.patient_page(**pro(s))), in_alarm, private=True),
    "write_note.write_note": Act(
        lambda s: write_note.write_note(**pro(s), key=s.key, text="Va mieux.", for_next_shift=True),
        keyed=True,
        private=True,
    ),
    "write_note.write_note, from elsewhere": Act(
        lambda s: write_note.write_note(**pro(s) | {"actor": s.guest}, key=s.key, text="Vu ce matin."),
        called_from_elsewhere,
        keyed=True,
    ),
    "read_record.patient_page, from elsewhere": Act(
        lambda s: bool(read_record.patient_page(**pro(s) | {"actor": s.guest})), called_from_elsewhere
    ),
    "set_threshold.set_threshold": Act(
        lambda s: set_threshold.set_threshold(
            **pro(s), kind="spo2", side="below", value=92, until_on=date(2027, 3, 10), reason="BPCO connue"
        ),
        bounded,
        private=True,
    ),
    "set_threshold.lift_threshold": Act(
        lambda s: set_threshold.lift_threshold(**pro(s), threshold_id=s.threshold_id), bounded, private=True
    ),
    "widen_circle.add_team": Act(
        lambda s: widen_circle.add_team(**pro(s), team_id=s.place.second_line_id), private=True
    ),
    "widen_circle.call_guest, a colleague": Act(
        lambda s: widen_circle.call_guest(**pro(s), email=s.nurse, words="", agreed_by=""), to_be_joined, private=True
    ),
    "widen_circle.call_guest": Act(
        lambda s: widen_circle.call_guest(**pro(s), email=s.email, words="Son médecin", agreed_by="phone"),
        lambda: called_from_elsewhere(called=False),
        private=True,
    ),
    "widen_circle.leave_circle": Act(
        lambda s: widen_circle.leave_circle(**pro(s), link_id=s.link_id), called_from_elsewhere, private=True
    ),
    "hand_over_follow_up.hand_over_follow_up": Act(
        lambda s: hand_over_follow_up.hand_over_follow_up(**pro(s), team_id=s.other_team_id), another_team, private=True
    ),
    "read_shared.read_shared": Act(
        lambda s: len(read_shared.read_shared(actor=s.guest, now=s.now)), called_from_elsewhere
    ),
    "break_glass.before_opening": Act(
        lambda s: (
            break_glass.before_opening(actor=s.place.stranger, follow_up_id=s.patient.follow_up_id, now=s.now).is_open
        )
    ),
    "break_glass.break_glass": Act(
        lambda s: break_glass.break_glass(**pro(s) | {"actor": s.place.stranger}, motive="emergency", words="Appel")
    ),
    "break_glass.read_openings": Act(
        lambda s: len(break_glass.read_openings(actor=replace(s.actor, role=Role.ADMINISTRATOR)))
    ),
}
