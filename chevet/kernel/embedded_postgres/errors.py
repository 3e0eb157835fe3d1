class PostgresError(RuntimeError):
    """The server could not be prepared, started or stopped; the message says what to do about it."""
