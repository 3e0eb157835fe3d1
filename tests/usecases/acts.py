"""Every use case, ready to be played: what must be there before, and the call. tests/house/test_failpoints.py crashes them.

A use case that is missing here fails the build.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any

from django.test import override_settings

from chevet.notifications.outcomes import Refused
from chevet.notifications.receipts import Keyword, Receipt
from chevet.notifications.states import Report
from chevet.notifications.webpush import new_secret, public_key
from chevet.pathways.library import load
from chevet.people.models import Role
from chevet.usecases import (
    answer_for_patient,
    answer_patient,
    ask_advice,
    bind_device,
    brand_organisation,
    break_glass,
    change_follow_up,
    change_own_follow_up,
    choose_shortcuts,
    claim_episode,
    close_episode,
    correct_contact,
    count_misses,
    deny_link,
    dismiss_member,
    dispatch_messages,
    end_follow_up,
    erase_record,
    export_record,
    forget_handovers,
    found_organisation,
    give_handover,
    give_paper_code,
    hand_over_follow_up,
    identify_device,
    include_patient,
    inclusion_status,
    keep_template,
    live_follow_ups,
    mute_follow_up,
    notify_device,
    open_link,
    open_task,
    print_caseload,
    publish_pathway,
    purge_messages,
    read_agreement,
    read_handovers,
    read_messages,
    read_quality,
    read_receipt,
    read_record,
    read_shared,
    read_team_day,
    read_worklist,
    read_yesterday,
    receive_incoming,
    receive_receipt,
    record_call,
    repairs,
    report_danger_sign,
    report_measure,
    resend_message,
    resume_follow_up,
    revoke_own_device,
    rewrap_keys,
    seal_journal,
    search_patients,
    send_code,
    set_threshold,
    sign_in,
    snooze_episode,
    start_call,
    stop_follow_up,
    submit_answers,
    take_handover,
    watch,
    widen_circle,
    write_note,
    write_to_team,
)
from tests.fixtures.care import inclusion, make_place

from .acts_of_administration import administration
from .doing import IN_DANGER, STABLE, contact_id
from .outbox import Dead, Hand
from .regulation_acts import regulation_acts
from .stages import (
    AT,
    CODE,
    Stage,
    another_team,
    answered,
    asked,
    bounded,
    branded,
    called_from_elsewhere,
    clocks,
    followed,
    handed,
    handing,
    hers,
    in_alarm,
    incoming,
    live,
    moment,
    muted,
    of_outbox,
    of_team,
    older_key,
    passing,
    planned,
    pro,
    put_aside,
    recorded,
    seal,
    sealing,
    stopped,
    to_repair,
    tried,
    undelivered,
    with_code,
    written,
)

LISTENING = {
    "endpoint": "https://fcm.googleapis.com/x",
    "p256dh": public_key(new_secret()),
    "auth": "BTBZMqHH6r4Tts7J_aSIgg",
}
FOUNDING = found_organisation.Founding(
    name="Clinique", territory="FR", phone="01 99 00 00 01", alert_email="a@exemple.fr", fiction=True
)


@dataclass(frozen=True, slots=True)
class Act:
    """`keyed`: a second sending receives the first result and writes nothing. `several`: more than one transaction,
    each of them all or nothing. `private`: an actor of another team must not be able to do it."""

    call: Callable[[Stage], Any]
    prepare: Callable[[], Stage] | None = None
    keyed: bool = False
    several: bool = False
    private: bool = False

    def stage(self) -> Stage:
        return (self.prepare or followed)()


PATIENT_SIDE = {
    "open_link.open_link": Act(lambda s: open_link.open_link(**hers(s)), in_alarm),
    "identify_device.identify_device": Act(
        lambda s: identify_device.identify_device(**hers(s), day=17, month=5, label="x"),
        lambda: followed(identified=False),
    ),
    "identify_device.identify_device, wrong": Act(
        lambda s: identify_device.identify_device(**hers(s), day=1, month=5, label="x"),
        lambda: followed(identified=False),
    ),
    "deny_link.deny_link": Act(lambda s: deny_link.deny_link(**hers(s))),
    "send_code.send_code": Act(lambda s: send_code.send_code(**hers(s))),
    "bind_device.bind_device": Act(lambda s: bind_device.bind_device(**hers(s), code=CODE), with_code),
    "bind_device.bind_device, wrong": Act(lambda s: bind_device.bind_device(**hers(s), code="654321"), with_code),
    "revoke_own_device.revoke_own_device": Act(
        lambda s: revoke_own_device.revoke_own_device(**hers(s), device_id=s.device_id), lambda: with_code(bound=True)
    ),
    "notify_device.allow_notifications": Act(
        lambda s: override_settings(PUSH=True)(notify_device.allow_notifications)(**hers(s), told=LISTENING),
        lambda: with_code(bound=True),
    ),
    "notify_device.stop_notifications": Act(
        lambda s: notify_device.stop_notifications(**hers(s)), lambda: with_code(bound=True)
    ),
    "notify_device.is_notified": Act(
        lambda s: notify_device.is_notified(visit=s.patient.visit(), now=s.now), lambda: with_code(bound=True)
    ),
    "report_measure.report_measure": Act(
        lambda s: report_measure.report_measure(**hers(s), key=s.key, kind="spo2", typed="93"), keyed=True
    ),
    "report_measure.report_measure, second": Act(
        lambda s: report_measure.report_measure(**hers(s), key=s.key, kind="spo2", typed="97"), in_alarm, keyed=True
    ),
    "report_measure.report_measure, added": Act(
        lambda s: report_measure.report_measure(**hers(s), key=s.key, kind="spo2", typed="93", added=True), keyed=True
    ),
    "report_danger_sign.report_danger_sign": Act(
        lambda s: report_danger_sign.report_danger_sign(**hers(s), key=s.key, item="blue_lips", choice="yes"),
        keyed=True,
    ),
    "submit_answers.submit_answers": Act(
        lambda s: submit_answers.submit_answers(**hers(s), key=s.key, answers=STABLE), keyed=True
    ),
    "submit_answers.submit_answers, red": Act(
        lambda s: submit_answers.submit_answers(**hers(s), key=s.key, answers=IN_DANGER | {"spo2": "92"}), keyed=True
    ),
    "submit_answers.submit_answers, to confirm": Act(
        lambda s: submit_answers.submit_answers(**hers(s), key=s.key, answers=STABLE | {"spo2": "92"}), keyed=True
    ),
    "submit_answers.submit_answers, in part": Act(
        lambda s: submit_answers.submit_answers(**hers(s), key=s.key, answers=IN_DANGER | {"spo2": "395"})
    ),
    "read_receipt.read_receipt": Act(lambda s: read_receipt.read_receipt(**hers(s), key=s.key), answered),
    "read_record.own_record": Act(lambda s: bool(read_record.own_record(**hers(s))), lambda: with_code(bound=True)),
    "read_yesterday.read_yesterday": Act(
        lambda s: read_yesterday.read_yesterday(**hers(s)), lambda: with_code(bound=True)
    ),
    "stop_follow_up.stop_follow_up": Act(lambda s: stop_follow_up.stop_follow_up(**hers(s), reason="better"), in_alarm),
    "resume_follow_up.resume_follow_up": Act(lambda s: resume_follow_up.resume_follow_up(**hers(s)), stopped),
    "change_own_follow_up.change_own_follow_up": Act(
        lambda s: change_own_follow_up.change_own_follow_up(**hers(s), hour=time(11), channel="phone"),
        lambda: with_code(bound=True),
    ),
    "export_record.export_record": Act(
        lambda s: bool(export_record.export_record(**hers(s), what="copy")), lambda: with_code(bound=True)
    ),
    "read_agreement.read_agreement": Act(
        lambda s: len(read_agreement.read_agreement(**hers(s)).decisions), lambda: with_code(bound=True)
    ),
    "write_to_team.write_to_team": Act(
        lambda s: write_to_team.write_to_team(**hers(s), key=s.key, text="Puis-je sortir ?"), keyed=True
    ),
    "write_to_team.write_to_team, in alarm": Act(
        lambda s: write_to_team.write_to_team(**hers(s), key=s.key, text="Puis-je sortir ?"),
        in_alarm,
        keyed=True,
    ),
    "read_messages.own_messages": Act(
        lambda s: bool(read_messages.own_messages(**hers(s)).thread), lambda: written(bound=True)
    ),
    "count_misses.count_miss": Act(
        lambda s: count_misses.count_miss(who="192.0.2.1", machine_now=AT), lambda: Stage(place=None)
    ),
}

TEAM_SIDE = {
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
    "claim_episode.claim_episode": Act(lambda s: claim_episode.claim_episode(**pro(s)), in_alarm, private=True),
    "claim_episode.assign_episode": Act(
        lambda s: claim_episode.assign_episode(**pro(s), to=s.actor.account_id), in_alarm, private=True
    ),
    "claim_episode.renew_claim": Act(
        lambda s: claim_episode.renew_claim(
            actor=s.actor, follow_up_id=s.patient.follow_up_id, machine_now=AT + timedelta(minutes=1)
        ),
        lambda: in_alarm(held=True),
        private=True,
    ),
    "snooze_episode.snooze_episode": Act(
        lambda s: snooze_episode.snooze_episode(**pro(s), until=AT + timedelta(minutes=5), why="doctor", note="x"),
        tried,
        private=True,
    ),
    "choose_shortcuts.choose_shortcuts": Act(
        lambda s: choose_shortcuts.choose_shortcuts(actor=s.actor, keys={"claim": "t"})
    ),
    "choose_shortcuts.read_shortcuts": Act(lambda s: choose_shortcuts.read_shortcuts(actor=s.actor)),
    "claim_episode.release_episode": Act(
        lambda s: claim_episode.release_episode(**pro(s)), lambda: in_alarm(held=True), private=True
    ),
    "record_call.record_call": Act(
        lambda s: record_call.record_call(**pro(s), outcome="reached", note="va mieux"), in_alarm, private=True
    ),
    "record_call.record_call, nobody answers": Act(
        lambda s: record_call.record_call(**pro(s), outcome="no_answer").step,
        lambda: in_alarm(calling=True),
        private=True,
    ),
    "record_call.record_call, a wrong number": Act(
        lambda s: record_call.record_call(**pro(s), outcome="wrong_number", contact_id=contact_id(s.patient)).step,
        in_alarm,
        private=True,
    ),
    "record_call.record_call, deceased": Act(
        lambda s: record_call.record_call(**pro(s), outcome="deceased").step, in_alarm, private=True
    ),
    "start_call.start_call": Act(lambda s: start_call.start_call(**pro(s)), in_alarm, private=True),
    "start_call.drop_call": Act(lambda s: start_call.drop_call(**pro(s)), lambda: in_alarm(calling=True), private=True),
    "mute_follow_up.mute_follow_up": Act(
        lambda s: mute_follow_up.mute_follow_up(**pro(s), why="hospitalised"), in_alarm, private=True
    ),
    "mute_follow_up.unmute_follow_up": Act(
        lambda s: mute_follow_up.unmute_follow_up(**pro(s)), lambda: muted("deceased"), private=True
    ),
    "mute_follow_up.look_again": Act(
        lambda s: mute_follow_up.look_again(**pro(s)), lambda: muted("deceased", by_another=True), private=True
    ),
    "correct_contact.correct_contact": Act(
        lambda s: correct_contact.correct_contact(
            **pro(s), kind="mobile", typed="06 12 34 56 70", wrong_id=contact_id(s.patient)
        ),
        private=True,
    ),
    "ask_advice.ask_advice": Act(
        lambda s: ask_advice.ask_advice(**pro(s), of=s.place.stranger.account_id, question="Que faire ?"),
        in_alarm,
        private=True,
    ),
    "ask_advice.give_advice": Act(
        lambda s: ask_advice.give_advice(**pro(s), answer="Voir demain."), asked, private=True
    ),
    "ask_advice.advisers_of": Act(lambda s: len(ask_advice.advisers_of(**pro(s)))),
    "resend_message.resend_message": Act(
        lambda s: resend_message.resend_message(**pro(s), message_id=s.message_id),
        lambda: handing(state="dead", settled_at=AT),
        private=True,
    ),
    "close_episode.close_episode, something stays": Act(
        lambda s: close_episode.close_episode(**pro(s), done=["call_done"], useful=True), asked, private=True
    ),
    "close_episode.close_episode": Act(
        lambda s: close_episode.close_episode(**pro(s), done=["call_done"], note="vu"),
        lambda: in_alarm(held=True),
        private=True,
    ),
    "answer_patient.answer_patient": Act(
        lambda s: answer_patient.answer_patient(**pro(s), key=s.key, text="Oui, sans effort."),
        written,
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
    "keep_template.keep_template": Act(
        lambda s: keep_template.keep_template(
            actor=s.actor, team_id=s.place.team_id, name="Visite", text="Vu à domicile : ", **clocks(s)
        )
    ),
    "keep_template.retire_template": Act(
        lambda s: keep_template.retire_template(actor=s.actor, team_id=s.place.team_id, name="Visite", **clocks(s))
    ),
    "keep_template.templates_of": Act(lambda s: len(keep_template.templates_of(actor=s.actor))),
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
    "widen_circle.add_colleague": Act(
        lambda s: widen_circle.add_colleague(**pro(s), account_id=s.place.stranger.account_id), private=True
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
    "search_patients.search_patients": Act(
        lambda s: len(search_patients.search_patients(actor=s.actor, typed="dupont", territory="FR", machine_now=AT))
    ),
}

MACHINE_SIDE = {
    "live_follow_ups.live_due": Act(live, in_alarm, several=True),
    "live_follow_ups.live_one": Act(
        lambda s: live_follow_ups.live_one(
            follow_up_id=s.patient.follow_up_id, **s.whose, at=AT - timedelta(minutes=30), machine_now=AT
        ),
        lambda: recorded(followed),
    ),
    "open_task.report_undelivered": Act(
        lambda s: open_task.report_undelivered(follow_up_id=s.patient.follow_up_id, **s.whose, **clocks(s)), recorded
    ),
    "open_task.settle_undelivered": Act(
        lambda s: open_task.settle_undelivered(
            follow_up_id=s.patient.follow_up_id, message_id=s.message_id, **of_outbox(s)
        ),
        undelivered,
    ),
    "open_task.stop_channel": Act(lambda s: open_task.stop_channel(contact_id=s.contact_id, **of_outbox(s)), handing),
    "snooze_episode.end_snoozes": Act(
        lambda s: snooze_episode.end_snoozes(now=AT + timedelta(minutes=6), machine_now=AT), put_aside, several=True
    ),
    "read_worklist.read_changed_lines": Act(
        lambda s: len(read_worklist.read_changed_lines(changed={s.place.team_id: {s.patient.follow_up_id}}, now=AT)),
        in_alarm,
    ),
    "open_task.release_claims": Act(
        lambda s: open_task.release_claims(**clocks(s)), lambda: in_alarm(held=True), several=True
    ),
    "dispatch_messages.dispatch_messages": Act(
        lambda s: dispatch_messages.dispatch_messages(**passing(s), post=s.post), handing, several=True
    ),
    "dispatch_messages.dispatch_messages, refused": Act(
        lambda s: dispatch_messages.dispatch_messages(**passing(s), post=Hand(Refused("refused 400", final=True))),
        handing,
        several=True,
    ),
    "dispatch_messages.tell_of_dead": Act(
        lambda s: dispatch_messages.tell_of_dead(**passing(s)), lambda: handing(state="dead"), several=True
    ),
    "purge_messages.purge_messages": Act(
        lambda s: purge_messages.purge_messages(**clocks(s)),
        lambda: handing(state="handed", handed_at=AT - timedelta(days=4)),
    ),
    "forget_handovers.forget_handovers": Act(
        lambda s: forget_handovers.forget_handovers(now=AT + timedelta(days=91)), handed
    ),
    "receive_receipt.receive_receipt": Act(
        lambda s: receive_receipt.receive_receipt(
            receipt=Receipt(reference=str(s.message_id), report=Report.DELIVERED, at=AT), nonce="n", **clocks(s)
        ),
        lambda: handing(state="handed", handed_at=AT),
    ),
    "receive_incoming.receive_incoming": Act(
        lambda s: receive_incoming.receive_incoming(
            incoming=incoming("Merci", None), nonce="n", on_stop=open_task.stop_channel, **clocks(s)
        )
    ),
    "receive_incoming.receive_incoming, STOP": Act(
        lambda s: receive_incoming.receive_incoming(
            incoming=incoming("STOP", Keyword.STOP), nonce="n", on_stop=open_task.stop_channel, **clocks(s)
        ),
        several=True,
    ),
    "watch.watch": Act(lambda s: watch.watch(**clocks(s), send=lambda: None, on_dead=Dead()), in_alarm, several=True),
    "watch.violated": Act(lambda s: [len(watch.violated(one, **clocks(s))) for one in watch.INVARIANTS], in_alarm),
    "repairs.task_to_read": Act(lambda s: repairs.task_to_read(to_repair(s), moment(s)), recorded),
    "repairs.live_again": Act(lambda s: repairs.live_again(to_repair(s), moment(s)), recorded, several=True),
    "repairs.release_leases": Act(
        lambda s: repairs.release_leases([], moment(s)),
        lambda: handing(state="leased", leased_until=AT - timedelta(hours=1)),
    ),
    "seal_journal.seal_journal": Act(seal, sealing),
    "seal_journal.verify_journal": Act(lambda s: seal_journal.verify_journal(), sealing),
    "erase_record.erase_record": Act(
        lambda s: bool(erase_record.erase_record(**s.whose, why="request", dry_run=False, **clocks(s))), recorded
    ),
    "erase_record.replay_erasures": Act(
        lambda s: len(erase_record.replay_erasures(**clocks(s))), recorded, several=True
    ),
    "rewrap_keys.rotate_family": Act(
        lambda s: bool(rewrap_keys.rotate_family(family="medical", machine_now=AT)), several=True
    ),
    "rewrap_keys.resume_family": Act(lambda s: rewrap_keys.resume_family(family="medical"), older_key, several=True),
    "publish_pathway.publish_pathway": Act(
        lambda s: bool(publish_pathway.publish_pathway(pathway=load("covid-medical-nhs"), now=AT, machine_now=AT)),
        lambda: Stage(place=None),
    ),
    "publish_pathway.sign_pathway": Act(
        lambda s: bool(
            publish_pathway.sign_pathway(
                slug="covid-medical", version=1, doctor="Dr A. Roux", rpps="10003456786", on=AT.date(), machine_now=AT
            )
        )
    ),
    "found_organisation.found_organisation": Act(
        lambda s: bool(found_organisation.found_organisation(founding=FOUNDING, now=AT, machine_now=AT)),
        lambda: Stage(place=None),
    ),
    "brand_organisation.brand_organisation": Act(
        lambda s: brand_organisation.brand_organisation(
            organisation_id=s.place.organisation_id,
            colour="#0a5c66",
            phones=[("Standard", "04 72 00 00 00")],
            machine_now=AT,
        )
    ),
    "brand_organisation.read_logo": Act(
        lambda s: brand_organisation.read_logo(visit=s.patient.visit(), now=AT), branded
    ),
    "found_organisation.add_member": Act(
        lambda s: (
            found_organisation.add_member(
                organisation_id=s.place.organisation_id,
                team_id=s.place.team_id,
                email="nouvelle@exemple.fr",
                name="Nouvelle",
                role=Role.AGENT,
                now=AT,
                machine_now=AT,
            ).email
        )
    ),
    "sign_in.signed_in": Act(
        lambda s: sign_in.signed_in(account_id=s.place.actor.account_id, how="proof", machine_now=AT)
    ),
    "dismiss_member.dismiss_member": Act(
        lambda s: dismiss_member.dismiss_member(
            organisation_id=s.place.organisation_id,
            account_id=s.place.actor.account_id,
            actor="test",
            now=AT,
            machine_now=AT,
        ),
        lambda: relieved(),  # noqa: PLW0108 - defined below
    ),
}


def relieved() -> Stage:
    """Somebody else is told of the team's alerts too."""
    place = make_place()
    found_organisation.add_member(
        organisation_id=place.organisation_id,
        team_id=place.team_id,
        email="releve@exemple.fr",
        name="Relève",
        role=Role.PROFESSIONAL,
        alerts_by="email",
        now=AT,
        machine_now=AT,
    )
    return Stage(place=place)


ACTS = administration(Act) | regulation_acts(Act) | PATIENT_SIDE | TEAM_SIDE | MACHINE_SIDE
