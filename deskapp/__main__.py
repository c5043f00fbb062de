"""The way in for `python -m deskapp`: the same door as the `deskapp` command."""

from deskapp.cli import main

if __name__ == "__main__":
    main()
