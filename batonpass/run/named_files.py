"""What stands in a file that was named on the command line?"""

from pathlib import Path

import typer


def bytes_of(path: Path, argument: str) -> bytes:
    """The file as it is; BadParameter naming the argument and why it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise typer.BadParameter(f'"{path}" cannot be read: {error.strerror}.', param_hint=argument) from None
