"""Places that an address of the site names by latitude and longitude."""

from rostra_frontend.page import Inputs

LIMITS = {"latitude": 90.0, "longitude": 180.0}


def degrees_in(text: str, limit: float) -> float | None:
    """A number of degrees as it was typed, with a point or a comma; None for what is none."""
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return number if -limit <= number <= limit else None


def place_in(inputs: Inputs) -> dict[str, float] | None:
    """The latitude and the longitude in an address; None unless both are there."""
    found = {}
    for name, limit in LIMITS.items():
        degrees = degrees_in(inputs.get(name), limit)
        if degrees is None:
            return None
        found[name] = degrees
    return found
