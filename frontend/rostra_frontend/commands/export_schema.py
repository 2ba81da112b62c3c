"""Writing down what the API offers."""

import click


@click.command()
def export_schema() -> None:
    """Write the GraphQL schema to standard output."""
    from rostra_graphql.schema import exported

    click.echo(exported(), nl=False)
