"""The command line: each command is found in a module of its own and loaded when it is called."""

import sys
from importlib import import_module

import click

from rostra.settings import SettingsError

COMMANDS = {
    "demo": "rostra_frontend.commands.demo:demo",
    "serve": "rostra_frontend.commands.serve:serve",
    "work": "rostra_frontend.commands.work:work",
    "migrate": "rostra_frontend.commands.migrate:migrate",
    "import": "rostra_frontend.commands.import_oparl:import_",
    "reindex": "rostra_frontend.commands.reindex:reindex",
    "print": "rostra_frontend.commands.print_documents:print_",
    "create-account": "rostra_frontend.commands.create_account:create_account",
    "person": "rostra_frontend.commands.person:person",
    "bounce": "rostra_frontend.commands.bounce:bounce",
    "export-schema": "rostra_frontend.commands.export_schema:export_schema",
}
"""The commands, each with the place where it is defined."""


class Commands(click.Group):
    """The commands of the house, loaded one by one so that each starts quickly."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command with this name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.command(cls=Commands)
@click.version_option(package_name="rostra")
def rostra() -> None:
    """A council, its committees and its city, on the web."""


def main() -> None:
    """Run the command that was typed."""
    try:
        rostra()
    except SettingsError as error:
        click.echo(f"rostra: {error}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
