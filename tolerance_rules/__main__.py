"""`python -m tolerance_rules`: the command line, where scripts are not on the path."""

from tolerance_rules.cli import main

if __name__ == "__main__":
    main(prog_name="python -m tolerance_rules")
