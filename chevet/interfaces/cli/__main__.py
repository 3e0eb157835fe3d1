from chevet.interfaces.cli.main import app

app()
