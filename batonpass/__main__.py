"""What does `python -m batonpass` run? The command line."""

from batonpass.run.cli import main

if __name__ == "__main__":
    main()
