"""What became of an invitation, asked again and again: cheap, and no look at a record."""

import pytest

from chevet.kernel.errors import Forbidden, NotFound
from chevet.usecases.inclusion_status import inclusion_status

from .doing import read
from .stages import followed
from .test_strangers import strangers


def test_asking_what_became_of_the_invitation_reads_its_state_and_writes_nothing(db):
    stage = followed()
    before = read(stage.place, "SELECT count(*) FROM journal")
    (sent,) = inclusion_status(actor=stage.actor, follow_up_id=stage.patient.follow_up_id)
    assert (sent.kind, sent.channel, sent.state) == ("invitation", "sms", "new")
    assert not {"body", "recipient"} & set(sent._fields)
    assert read(stage.place, "SELECT count(*) FROM journal") == before


def test_who_does_not_follow_her_does_not_learn_whether_it_arrived(db):
    stage = followed()
    for who, (actor, refusal) in strangers(stage.place).items():
        assert refusal in (NotFound, Forbidden), who
        with pytest.raises(refusal):
            inclusion_status(actor=actor, follow_up_id=stage.patient.follow_up_id)
