"""What to forget of one record. Everything: a room holds ids, hours and what a device said of itself."""

FORGET = (
    "DELETE FROM video_signal WHERE subject_id = %s",
    "DELETE FROM video_ticket WHERE subject_id = %s",
    "DELETE FROM video_participant WHERE subject_id = %s",
    "DELETE FROM video_room WHERE subject_id = %s",
)
