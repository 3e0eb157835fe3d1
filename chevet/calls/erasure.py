"""What to forget of one record. Attempts to reach the person, with their notes."""

FORGET = ("DELETE FROM call WHERE subject_id = %s",)
