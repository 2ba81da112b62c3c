"""Settings come from the environment and a TOML file, and a mistake says what to write."""

import pytest

from rostra.settings import SettingsError, load_settings


def test_defaults_need_nothing(tmp_path):
    settings = load_settings({"ROSTRA_DATA_DIR": str(tmp_path)})
    assert settings.database == f"sqlite+aiosqlite:///{tmp_path / 'rostra.db'}"
    assert settings.search_engine == "whoosh"
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.in_public_service


def test_the_environment_wins_over_the_file(tmp_path):
    config = tmp_path / "rostra.toml"
    config.write_text('search_engine = "tantivy"\nport = 9000\ncity_name = "Städtchen"\n', "utf-8")
    settings = load_settings({"ROSTRA_CONFIG": str(config), "ROSTRA_PORT": "9001"})
    assert (settings.search_engine, settings.port) == ("tantivy", 9001)
    assert settings.city_name == "Städtchen"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"ROSTRA_PORT": "eighty"}, "port"),
        ({"ROSTRA_PORT": "70000"}, "65535"),
        ({"ROSTRA_SEARCH_ENGINE": "solr"}, "search_engine"),
        ({"ROSTRA_TIME_ZONE": "Jena"}, "Europe/Berlin"),
        ({"ROSTRA_DATABASE_URL": "mysql://x"}, "sqlite:// or postgresql://"),
        ({"ROSTRA_CONFIG": "/nowhere/rostra.toml"}, "cannot be read"),
        ({"ROSTRA_MAP_TILES": "https://tiles.example/map.png"}, "MAP_TILES"),
        ({"ROSTRA_MAP_TILES": "https://a.example/{z}/{x}/{y}; script-src *"}, "MAP_TILES"),
    ],
)
def test_a_mistake_says_what_to_write(given, said):
    with pytest.raises(SettingsError, match=said):
        load_settings(given)


def test_an_unknown_setting_in_the_file_is_refused_with_the_known_ones(tmp_path):
    config = tmp_path / "rostra.toml"
    config.write_text("prot = 9000\n", "utf-8")
    with pytest.raises(SettingsError, match=r"'prot'.*port"):
        load_settings({"ROSTRA_CONFIG": str(config)})


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("postgresql://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgres://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgresql+psycopg://u@h/d", "postgresql+psycopg://u@h/d"),
        ("sqlite:////tmp/x.db", "sqlite+aiosqlite:////tmp/x.db"),
    ],
)
def test_a_database_is_named_without_its_driver(given, driver):
    assert load_settings({"ROSTRA_DATABASE_URL": given}).database == driver
