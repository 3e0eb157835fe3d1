"""What to forget of one record. Links, browsers and codes: every address dies at once."""

FORGET = (
    "DELETE FROM access_code WHERE subject_id = %s",
    "DELETE FROM access_device WHERE subject_id = %s",
    "DELETE FROM access_link WHERE subject_id = %s",
)
