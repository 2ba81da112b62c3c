"""`rostra import oparl` shows what it did, and says so when nothing has changed."""

import json
import os

import pytest
from click.testing import CliRunner

from rostra_frontend.command_line import rostra
from support import oparl


@pytest.fixture
def command(tmp_path, monkeypatch):
    """The command, with a data folder of its own."""
    for name in [name for name in os.environ if name.startswith("ROSTRA_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ROSTRA_DATA_DIR", str(tmp_path / "data"))
    return lambda *words: CliRunner().invoke(rostra, ["import", "oparl", *map(str, words)])


def test_reports_by_kind_and_saves_the_report(command, tmp_path):
    odd = {**oparl.paper(3, date="[red]gestern[/]"), "X:y": 1}
    source = oparl.written(tmp_path / "city", *oparl.city(), odd, {"no": "object"})

    first, again = command(source), command(source)

    assert first.exit_code == again.exit_code == 0, first.output + again.output
    assert "Nothing has changed" in again.stdout
    assert "Nothing has changed" not in first.stdout
    assert "date is not a point in time" in first.stdout
    assert "[red]gestern[/]" in first.stdout
    saved = sorted((tmp_path / "data" / "imports").glob("report-*.json"))
    assert len(saved) == 2
    report = json.loads(saved[0].read_bytes())
    assert report["counts"]["paper"] == {"read": 3, "new": 3}
    assert [one["count"] for one in report["deviations"] if one["kind"] == "unknown"] == [1]
    assert json.loads(saved[1].read_bytes())["changed_nothing"] is True


def test_takes_only_what_was_modified_since(command, tmp_path):
    source = oparl.written(tmp_path / "city", oparl.paper(1), oparl.paper(2, modified=oparl.LATE))

    done = command(source, "--modified-since", "2024-03-01")

    assert done.exit_code == 0, done.output
    (saved,) = (tmp_path / "data" / "imports").glob("report-*.json")
    assert json.loads(saved.read_bytes())["counts"]["paper"] == {"read": 1, "new": 1}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["/nowhere"], "There is nothing at /nowhere."),
        (["/tmp", "--modified-since", "gestern"], "write it like 2025-01-31"),
        (["/tmp", "--texts", "/nowhere"], "does not exist"),
        ([], "Missing argument"),
    ],
)
def test_says_what_is_wrong(command, words, sentence):
    done = command(*words)
    assert done.exit_code != 0
    assert sentence in done.output
    assert "Traceback" not in done.output
