"""Serving the website."""

import os

import click

from rostra.settings import PREFIX, Settings, load_settings


def settings_at(host: str | None, port: int | None) -> Settings:
    """The settings, with the address given at the terminal, for this process and its children."""
    if host:
        os.environ[PREFIX + "HOST"] = host
    if port:
        os.environ[PREFIX + "PORT"] = str(port)
    return load_settings()


def run_server(settings: Settings) -> None:
    """Serve until told to stop; what is under way is finished first."""
    from granian import Granian
    from granian.constants import Interfaces, Loops
    from granian.log import LogLevels

    server = Granian(
        "rostra_frontend.app:create_app",
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
    click.echo(f"Rostra is at {settings.base_url}", err=True)
    run_server(settings)
