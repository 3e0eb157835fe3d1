"""What to forget of one record. Her appointments; the professionals' openings and motives stay."""

FORGET = ("DELETE FROM appointment WHERE subject_id = %s",)
