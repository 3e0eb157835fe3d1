"""What to forget of one record. Everything; before the rooms of video, which it points to."""

FORGET = (
    "DELETE FROM consultation_line WHERE subject_id = %s",
    "DELETE FROM consultation_seat WHERE subject_id = %s",
    "DELETE FROM consultation WHERE subject_id = %s",
)
