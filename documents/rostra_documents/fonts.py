"""The typefaces of every printed page: the same few on every machine, whatever it has installed."""

from importlib.resources import files
from pathlib import Path

FALLBACK = Path("/usr/share/fonts/truetype/dejavu")
"""Where Debian keeps DejaVu, which has the signs that the text faces lack."""

CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <reset-dirs/>
{folders}
  <cachedir>{cache}</cachedir>
  <selectfont>
    <rejectfont>
      <glob>*/Source*.ttf</glob>
      <glob>*Black*</glob>
      <glob>*Light*</glob>
      <glob>*/DejaVuMath*</glob>
      <glob>*Condensed*</glob>
      <glob>*Mono*</glob>
    </rejectfont>
  </selectfont>
  <match target="pattern">
    <edit name="family" mode="append_last"><string>Source Sans Pro</string></edit>
    <edit name="family" mode="append_last"><string>DejaVu Sans</string></edit>
  </match>
</fontconfig>
"""


def folders() -> list[Path]:
    """The folders of the text faces and of the fallback."""
    packaged = [
        Path(str(files(package) / "files"))
        for package in ("font_source_serif_pro", "font_source_sans_pro")
    ]
    return [*packaged, FALLBACK]


def configure(folder: Path) -> Path:
    """Write a fontconfig file into the folder that knows our typefaces and nothing else."""
    listed = "\n".join(f"  <dir>{one}</dir>" for one in folders())
    configuration = folder / "fonts.conf"
    configuration.write_text(CONFIGURATION.format(folders=listed, cache=folder / "cache"), "utf-8")
    return configuration


def faces() -> list[Path]:
    """A regular face of each family: together they say which signs can be printed."""
    wanted = {"SourceSerifPro-Regular.otf", "SourceSansPro-Regular.otf", "DejaVuSans.ttf"}
    return sorted(
        path for folder in folders() if folder.is_dir()
        for path in folder.iterdir() if path.name in wanted
    )  # fmt: skip
