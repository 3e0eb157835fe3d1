"""What a patient does from her link, ready to be played (see acts.py)."""

from datetime import time

from django.test import override_settings

from chevet.notifications.webpush import new_secret, public_key
from chevet.usecases import (
    bind_device,
    change_own_follow_up,
    count_misses,
    deny_link,
    export_record,
    identify_device,
    notify_device,
    open_link,
    read_agreement,
    read_messages,
    read_receipt,
    read_record,
    read_yesterday,
    report_danger_sign,
    report_measure,
    resume_follow_up,
    revoke_own_device,
    send_code,
    stop_follow_up,
    submit_answers,
    write_to_team,
)

from .act import Act
from .doing import IN_DANGER, STABLE
from .stages import AT, CODE, Stage, answered, followed, hers, in_alarm, stopped, with_code, written

LISTENING = {
    "endpoint": "https://fcm.googleapis.com/x",
    "p256dh": public_key(new_secret()),
    "auth": "BTBZMqHH6r4Tts7J_aSIgg",
}

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
