"""``python -m app.cli`` is ``dateline``."""

from app.cli import main

if __name__ == "__main__":
    main()
