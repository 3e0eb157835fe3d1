"""What to forget of one record. What the person and her team wrote to each other."""

FORGET = ("DELETE FROM communication WHERE subject_id = %s",)
