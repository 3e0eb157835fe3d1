"""What to forget of one record. Every measure."""

FORGET = ("DELETE FROM measure WHERE subject_id = %s",)
