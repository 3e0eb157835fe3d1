from chevet.interfaces.cli.terminal import stop


def seed() -> None:
    """Fill the database with synthetic teams, follow-ups and answers, to measure."""
    stop("Not written yet.")
