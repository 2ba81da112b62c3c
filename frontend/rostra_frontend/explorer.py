"""The page on which developers try the API: GraphiQL, served by ourselves, never in public."""

from html import escape

from rostra.settings import Settings
from rostra_frontend.layout.assets import asset

QUESTION = """# Everything that the city publishes can be asked for here.
{
  meetings(first: 5) {
    nodes {
      name
      start
      organizations { name }
      agendaItems { number name result }
    }
  }
}
"""

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Rostra API</title>
<link rel="icon" href="{icon}">
<link rel="stylesheet" href="{styles}">
<style>body {{ margin: 0 }} #explorer {{ height: 100vh }}</style>
</head>
<body>
<main id="explorer" data-address="/graphql" data-question="{question}"></main>
<script type="module" src="{script}"></script>
<noscript>The explorer needs JavaScript; the API itself does not.</noscript>
</body>
</html>
"""


def explorer_page(settings: Settings) -> str | None:
    """The explorer of the API as HTML; None in public service."""
    if settings.in_public_service:
        return None
    return PAGE.format(
        icon=asset("favicon.svg"),
        styles=asset("explorer.css"),
        script=asset("explorer.js"),
        question=escape(QUESTION),
    )
