"""What to forget of one record. Decisions go with what they were about."""

FORGET = ("DELETE FROM consent WHERE subject_id = %s",)
