"""What stands in a file that was named on the command line?"""

from pathlib import Path

import typer

from batonpass.written.readable import why_not


def bytes_of(path: Path, argument: str) -> bytes:
    """The file as it is; BadParameter naming the argument and why it cannot be read."""
    why = why_not(path, once=True)
    try:
        if not why:
            return path.read_bytes()
    except OSError as error:
        why = (error.strerror or str(error)).lower()
    raise typer.BadParameter(f'"{path}" cannot be read: {why}.', param_hint=argument)
