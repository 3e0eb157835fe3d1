"""What to forget of one record. Everything; before the rooms of video, which it points to."""

FORGET = (
    "DELETE FROM regulation_photo WHERE subject_id = %s",
    "DELETE FROM regulation_guest WHERE subject_id = %s",
    "DELETE FROM regulation WHERE subject_id = %s",
)
