"""`rostra import feed`: the posts of another site, from the web or from the disk."""

import asyncio
from collections import Counter
from uuid import UUID

import click

from rostra.database import Database
from rostra.errors import Refusal
from rostra.imports.feeds.taking_in import import_feed
from rostra.migrating import migrate
from rostra.posts.models import PostType
from rostra.settings import Settings, load_settings

TYPES = [PostType.NEWS, PostType.PRESS_RELEASE, PostType.ANNOUNCEMENT]


@click.command()
@click.argument("source")
@click.option("--organization", type=click.UUID, required=True, help="The department that says it.")
@click.option("--from", "name", help="What the source is called; its host unless given.")
@click.option(
    "--type", "post_type", type=click.Choice([one.value for one in TYPES]),
    default=PostType.PRESS_RELEASE.value, show_default=True, help="What kind of posts they are.",
)  # fmt: skip
@click.option(
    "--own-network", is_flag=True,
    help="The source may lie in the city's own network, and need not be encrypted.",
)  # fmt: skip
def feed(
    source: str, organization: UUID, name: str | None, post_type: str, own_network: bool
) -> None:
    """Import posts from SOURCE: RSS 2.0 or Atom, an address beginning with https, or a file.

    Importing again takes in what is new, and what has changed since as a correction.
    """
    settings, told_as = load_settings(), PostType(post_type)
    try:
        counts = asyncio.run(run(settings, source, organization, name, told_as, own_network))
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence) from refusal
    for kind in ("new", "changed", "unchanged", "withdrawn"):
        click.echo(f"{kind:10} {counts[kind]:>8,}")


async def run(
    settings: Settings,
    source: str,
    organization: UUID,
    name: str | None,
    post_type: PostType,
    own_network: bool,
) -> Counter[str]:
    """Import, and say what became of it."""
    database = Database(settings.database, settings.zone)
    try:
        await migrate(database)
        return await import_feed(database, source, organization, name, post_type, own_network)
    finally:
        await database.close()
