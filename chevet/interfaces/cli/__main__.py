from chevet.interfaces.cli.main import app

if __name__ == "__main__":  # the processes of `seed` import this file too
    app()
