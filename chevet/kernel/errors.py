"""The errors every room may raise; interfaces translate them once. Their sentence may be shown to the person."""


class Refusal(Exception):
    """The request cannot be carried out, and the sentence says why. Nothing was written."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotFound(Refusal):
    """It does not exist, or it is not yours: both look the same."""


class Forbidden(Refusal):
    """You may see it, but not do this."""


class Conflict(Refusal):
    """Somebody else was first, or the same key came with another body."""


class Invalid(Refusal):
    """What was typed cannot be accepted. `fields` gives one sentence per field."""

    def __init__(self, sentence: str = "", *, fields: dict[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.fields = fields or {}


class TooMany(Refusal):
    """Too many tries. `retry_after` is in seconds."""

    def __init__(self, sentence: str, *, retry_after: int) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after
