"""What does `python -m batonpass` run? The command line, as its own program does."""

from runpy import run_module

run_module("batonpass.run.cli", run_name="__main__")
