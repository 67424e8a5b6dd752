"""``python -m tinyflask``: the command line, without the program of that name."""

from .cli import main

if __name__ == "__main__":
    main()
