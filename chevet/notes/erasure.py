"""What to forget of one record. Notes about the person; the templates of a team speak of nobody and stay."""

FORGET = ("DELETE FROM note WHERE subject_id = %s",)
