"""Builds the website's styles, fonts, icons and islands while the package is being installed."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MISSING = (
    "Rostra's website is built with Node.js 18 or newer, and `npm` was not found. "
    "On Debian: apt-get install nodejs npm. Then install again."
)
SOURCES = ("build", "package-lock.json", "rostra_frontend")


class FrontendBuild(BuildHookInterface):
    """Runs `npm ci` and the build, unless what is there is newer than its sources."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what the templates need, or say what is missing on the machine."""
        if self.target_name != "wheel":
            return
        frontend = Path(self.root) / "frontend"
        if is_current(frontend):
            return
        npm = shutil.which("npm")
        if npm is None:
            raise SystemExit(MISSING)
        for command in (("ci", "--no-audit", "--no-fund"), ("run", "--silent", "build")):
            try:
                subprocess.run([npm, *command], cwd=frontend, check=True)
            except subprocess.CalledProcessError as error:
                raise SystemExit(f"`npm {' '.join(command)}` failed in {frontend}.") from error


def is_current(frontend: Path) -> bool:
    """Whether the manifest is there and no source is newer than it."""
    manifest = frontend / "rostra_frontend" / "static" / "manifest.json"
    if not manifest.exists():
        return False
    built = manifest.stat().st_mtime
    return all(path.stat().st_mtime <= built for path in sources(frontend))


def sources(frontend: Path) -> list[Path]:
    """The files from which the build is made."""
    roots = [frontend / name for name in SOURCES]
    files = [root for root in roots if root.is_file()]
    endings = (".js", ".css", ".svg", ".ts")
    for root in roots:
        files += [p for p in root.rglob("*") if p.suffix in endings and "static" not in p.parts]
    return files
