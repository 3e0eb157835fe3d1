"""The use cases of télérégulation, ready to be played: acts.py takes them in."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

from PIL import Image

from chevet.kernel.tenancy import acting
from chevet.teleregulation.models import RegulationGuest, RegulationPhoto
from chevet.usecases import (
    end_regulation,
    invite_to_regulation,
    join_regulation,
    launch_regulation,
    open_regulation,
    open_video_link,
    read_regulation,
)
from tests.fixtures.care import make_place
from tests.video.regulated import Regulated, doctor_of, regulate

from .stages import AT, Stage

NUMBER = "06 12 34 56 79"


def picture(size: tuple[int, int] = (40, 30)) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, "green").save(written, "JPEG")
    return written.getvalue()


def called(*, entered: bool = False, invited: bool = False, photo: bool = False) -> Stage:
    """A link was sent; the caller's browser may have entered, a relative been invited, a photo been left."""
    regulated = regulate(make_place(), now=AT)
    stage = Stage(place=regulated.place, regulated=regulated, cookie=None, key=uuid4(), now=AT)
    if entered or photo:
        stage.cookie = open_video_link.enter_video(visit=regulated.visit(), label="", machine_now=AT)
    if invited:
        invite_to_regulation.invite_to_regulation(
            **regulated.about, role="relative", number=NUMBER, fiction=False
        )  # fmt: skip
    if photo:
        open_video_link.leave_photo(visit=door(stage), content=picture(), label="", now=AT, machine_now=AT)
        with acting(regulated.actor.scope()):
            stage.photo_id = RegulationPhoto.objects.get().id
    return stage


def door(stage: Stage):
    return stage.regulated.visit(stage.cookie)


def guest(stage: Stage, at: int = 0):
    regulated: Regulated = stage.regulated
    with acting(regulated.actor.scope()):
        return RegulationGuest.objects.order_by("participant_id")[at].participant_id


def about(stage: Stage) -> dict:
    return stage.regulated.about


def waiting() -> Stage:
    place = make_place()
    return Stage(place=place, actor=doctor_of(place), key=uuid4())


def program(*, added: bool = True) -> Stage:
    stage = Stage(place=make_place())
    if added:
        stage.program = added_to(stage)
    return stage


def added_to(stage: Stage) -> launch_regulation.Program:
    return launch_regulation.add_program(
        organisation_id=stage.place.organisation_id, team_id=stage.place.team_id, name="LRM", machine_now=AT
    )


def opened(stage: Stage):
    wanted = open_regulation.Request(key=stage.key, number=NUMBER, case="2027-41")
    return open_regulation.open_regulation(
        opener=open_regulation.opener_of(stage.actor), request=wanted, fiction=False, now=AT, machine_now=AT
    )


def regulation_acts(act) -> dict:
    """`act` is acts.Act."""
    later = AT + timedelta(minutes=1)
    return {
        "open_regulation.open_regulation": act(opened, waiting, keyed=True),
        "invite_to_regulation.invite_to_regulation": act(
            lambda s: invite_to_regulation.invite_to_regulation(**about(s), role="relative", number=NUMBER, fiction=False),
            called,
        ),
        "invite_to_regulation.send_link_again": act(
            lambda s: invite_to_regulation.send_link_again(**about(s), participant_id=guest(s)), called
        ),
        "invite_to_regulation.send_guest_away": act(
            lambda s: invite_to_regulation.send_guest_away(**about(s), participant_id=guest(s, 1)),
            lambda: called(invited=True),
        ),
        "end_regulation.end_regulation": act(
            lambda s: end_regulation.end_regulation(**about(s)), lambda: called(invited=True, photo=True), keyed=True
        ),
        "end_regulation.conclude_regulation": act(
            lambda s: end_regulation.conclude_regulation(
                **about(s), outcome={"decision": "CONSEIL"}, note="Vu.", identity={"first_name": "Odile"}
            ),
            called,
        ),
        "join_regulation.join_regulation": act(
            lambda s: bool(join_regulation.join_regulation(**about(s))), lambda: called(entered=True)
        ),
        "join_regulation.keep_photo": act(
            lambda s: bool(join_regulation.keep_photo(**about(s), content=picture(), photo_id=None)), called
        ),
        "join_regulation.keep_photo, sent": act(
            lambda s: join_regulation.keep_photo(**about(s), content=None, photo_id=s.photo_id) == s.photo_id,
            lambda: called(photo=True),
        ),
        "read_regulation.list_regulations": act(
            lambda s: len(read_regulation.list_regulations(actor=s.regulated.actor, **s.regulated.clocks)), called
        ),
        "read_regulation.read_regulation": act(lambda s: read_regulation.read_regulation(**about(s)).id, called),
        "read_regulation.read_photo": act(
            lambda s: read_regulation.read_photo(
                actor=s.regulated.actor, regulation_id=s.regulated.id, photo_id=s.photo_id, machine_now=AT
            ),
            lambda: called(photo=True),
        ),
        "read_regulation.regulation_state": act(
            lambda s: read_regulation.regulation_state(
                scope=s.regulated.actor.scope(), regulation_id=s.regulated.id, machine_now=AT
            ),
            called,
        ),
        "open_video_link.open_video_link": act(
            lambda s: open_video_link.open_video_link(visit=door(s), machine_now=later), called
        ),
        "open_video_link.enter_video": act(
            lambda s: bool(open_video_link.enter_video(visit=door(s), label="iPhone", machine_now=later)), called
        ),
        "open_video_link.video_ticket": act(
            lambda s: bool(open_video_link.video_ticket(visit=door(s), machine_now=later)), lambda: called(entered=True)
        ),
        "open_video_link.leave_photo": act(
            lambda s: bool(
                open_video_link.leave_photo(visit=door(s), content=picture(), label="", now=later, machine_now=later)
            ),
            called,
        ),
        "launch_regulation.launching_program": act(
            lambda s: launch_regulation.launching_program(str(s.program.id), machine_now=AT).id, program
        ),
        "launch_regulation.add_program": act(lambda s: bool(added_to(s)), lambda: program(added=False)),
        "launch_regulation.end_program": act(
            lambda s: launch_regulation.end_program(
                organisation_id=s.place.organisation_id, client_id=s.program.id, machine_now=AT
            ),
            program,
        ),
    }  # fmt: skip
