"""Serving the website."""

import ctypes
import gc
import os
import signal
import socket
from contextlib import suppress
from typing import Any

import click

from rostra.settings import PREFIX, Settings, load_settings

END_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of Linux' prctl."""


def settings_at(host: str | None, port: int | None) -> Settings:
    """The settings, with the address given at the terminal, for this process and its children."""
    if host:
        os.environ[PREFIX + "HOST"] = host
    if port:
        os.environ[PREFIX + "PORT"] = str(port)
    return load_settings()


def served_app() -> Any:
    """The application, in the server's worker, which does not outlive the server."""
    end_with_parent()
    gc.disable()  # what is imported stays: looking for garbage in it takes a sixth of the start
    from rostra_frontend.app import create_app

    return create_app()


def end_with_parent() -> None:
    """Have Linux tell this process to end when the one that started it is gone."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(END_WITH_PARENT, signal.SIGTERM)


def refuse_taken_port(settings: Settings) -> None:
    """Refuse to start where somebody answers already."""
    if is_taken(settings.host, settings.port):
        raise click.ClickException(f"Port {settings.port} is in use; choose another with --port.")


def is_taken(host: str, port: int) -> bool:
    """Whether somebody answers there already: two servers could share a port unnoticed."""
    here = "127.0.0.1" if host in ("0.0.0.0", "::") else host
    with socket.socket(socket.AF_INET6 if ":" in here else socket.AF_INET) as tried:
        tried.settimeout(1)
        return tried.connect_ex((here, port)) == 0


def run_server(settings: Settings) -> None:
    """Serve until told to stop; what is under way is finished first."""
    from granian import Granian
    from granian.constants import Interfaces, Loops
    from granian.log import LogLevels

    server = Granian(
        "rostra_frontend.commands.serve:served_app",
        factory=True,
        interface=Interfaces.ASGI,
        address=settings.host,
        port=settings.port,
        workers=1,
        loop=Loops.asyncio,
        log_level=LogLevels.warning,
        workers_kill_timeout=15,
    )
    server.serve()


@click.command()
@click.option("--host", help="The address to listen at; 127.0.0.1 unless set otherwise.")
@click.option("--port", type=click.IntRange(1, 65535), help="The port; 8000 unless set otherwise.")
def serve(host: str | None, port: int | None) -> None:
    """Serve the website, and do the work in the background."""
    settings = settings_at(host, port)
    refuse_taken_port(settings)
    if settings.seal_key:
        from rostra_documents.sealing import Seal

        Seal.of(settings)  # says here what is wrong with the key, before a process needs it
    click.echo(f"Rostra is at {settings.base_url}", err=True)
    run_server(settings)
