"""groundup serve: the central server, one process, no configuration needed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from alembic.util import CommandError
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from app.commands.options import data_folder, first_line
from sync.server.serve import DEFAULT_PORT, Settings, serve


def main(arguments: list[str]) -> int:
    """Serve until told to stop; 0 after a stop, 2 when the server cannot start."""
    options = _parser().parse_args(arguments)
    try:
        serve(_settings(options), say=lambda line: print(line, flush=True))
    except (ArgumentError, NoSuchModuleError):  # their texts hold the address, and with it a password
        print("groundup serve: --db is no address of a database. See --help.", file=sys.stderr)
        return 2
    except ImportError as error:
        print(f"groundup serve: the driver of this database is not installed here ({error.name}).", file=sys.stderr)
        return 2
    except CommandError:  # a step of the tables that this version does not know
        print("groundup serve: a newer Groundup wrote this database. Update this server.", file=sys.stderr)
        return 2
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        print(f"groundup serve: the database cannot be opened: {reason}", file=sys.stderr)
        return 2
    except (OSError, ValueError) as error:
        print(f"groundup serve: {error}", file=sys.stderr)
        return 2
    return 0


def _settings(options: argparse.Namespace) -> Settings:
    """Return the server's settings.

    Raises:
        OSError: the file of the console code cannot be read.
        ValueError: it holds no code.
    """
    code = None
    if options.console_code_file is not None:
        code = first_line(options.console_code_file).strip()
        if len(code) < MIN_CODE:
            raise ValueError(f"{options.console_code_file} holds no code of at least {MIN_CODE} characters")
    return Settings(
        folder=(options.workspace or data_folder()) / "server",
        db=options.db,
        media=options.media,
        host=options.host,
        port=options.port,
        restored=options.restored,
        console_code=code,
        new_codes=options.new_codes,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="groundup serve", description="The central server. Needs no options.")
    parser.add_argument("--workspace", type=Path, metavar="DIR", help="folder that gets a folder 'server' for its data")
    parser.add_argument("--db", metavar="URL", help="sqlite:///FILE or postgresql://USER@HOST/NAME")
    parser.add_argument("--media", metavar="URL", help="folder for attachments")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument(
        "--port", type=int, default=DEFAULT_PORT, help=f"port, 0 for any free one (default {DEFAULT_PORT})"
    )
    parser.add_argument("--restored", action="store_true", help="the database was brought back from a backup")
    parser.add_argument("--console-code-file", type=Path, metavar="FILE", help="file that holds the console's code")
    parser.add_argument("--new-codes", action="store_true", help="make and print new codes; the old ones stop working")
    return parser


MIN_CODE = 12  # characters of a console code that an operator chooses
