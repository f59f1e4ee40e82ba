"""``python -m ivp``."""

from ivp.cli import main

if __name__ == "__main__":
    main()
