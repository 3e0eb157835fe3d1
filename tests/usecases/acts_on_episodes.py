"""What a team does about an alert, ready to be played (see acts.py)."""

from datetime import timedelta

from chevet.usecases import (
    answer_patient,
    ask_advice,
    claim_episode,
    close_episode,
    correct_contact,
    mute_follow_up,
    record_call,
    resend_message,
    snooze_episode,
    start_call,
)

from .act import Act
from .doing import contact_id
from .stages import AT, asked, handing, in_alarm, muted, pro, tried, written

EPISODES = {
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
}
