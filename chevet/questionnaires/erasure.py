"""What to forget of one record. Every answer."""

FORGET = ("DELETE FROM answer WHERE subject_id = %s",)
