"""What kind of device somebody logs in from, in two words: nothing else of a browser is kept."""

PROGRAMS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""By what a browser says of itself; the first that fits, for most call themselves by others too."""
DEVICES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def device_of(browser: str) -> str:
    """The program and the kind of device, as far as known, such as Firefox, Windows."""
    known = [first_fitting(kinds, browser) for kinds in (PROGRAMS, DEVICES)]
    return ", ".join(one for one in known if one)


def first_fitting(kinds: tuple[tuple[str, str], ...], browser: str) -> str:
    """The name of the first kind whose mark is in what a browser says of itself."""
    return next((name for mark, name in kinds if mark in browser), "")
