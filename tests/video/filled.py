"""A regulation of which every table of video and télérégulation knows something, in the record of somebody known."""

from uuid import UUID

from chevet.kernel.tenancy import acting
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.teleregulation.models import Regulation, RegulationGuest, RegulationPhoto
from chevet.usecases.join_regulation import join_regulation, keep_photo
from chevet.usecases.launch_regulation import add_program
from chevet.video import operations
from chevet.video.models import VideoParticipant, VideoRoom, VideoSignal, VideoTicket
from tests.fixtures.care import NOON, Place
from tests.usecases.regulation_acts import picture

from .regulated import Regulated, regulate


def fill_a_room(place: Place, subject_id: UUID, *, name: str = "LRM") -> Regulated:
    """Commits. A regulation has a subject of its own: here it is moved into that of a patient."""
    regulated = regulate(place, now=NOON)
    join_regulation(**regulated.about)
    keep_photo(**regulated.about, content=picture(), photo_id=None)
    add_program(organisation_id=place.organisation_id, team_id=place.team_id, name=name, machine_now=NOON)
    with acting(regulated.actor.scope()):
        regulation = Regulation.objects.get(pk=regulated.id)
        VideoParticipant.objects.update(here_until=NOON.replace(year=2099))
    with UnitOfWork(regulated.actor.scope()) as work:
        work.add(operations.tell(room_id=regulation.room_id, machine_now=NOON))
    with acting(regulated.actor.scope()):
        for model in (
            VideoRoom,
            VideoParticipant,
            VideoTicket,
            VideoSignal,
            Regulation,
            RegulationGuest,
            RegulationPhoto,
        ):
            assert model.objects.filter(subject_id=regulation.subject_id).update(subject_id=subject_id), model
    return regulated
