"""A clerk brings a list from another system: looks at what it would do, and takes it in."""

from support.looking import barriers_in_sight

LIST = (
    "Schlüssel;Anrede;Vorname;Nachname;E-Mail\r\n"
    "A-1;Frau;Jördis;Äpfel;jaepfel@example.org\r\n"
    "A-2;Herr;Öner;Zaß;=HYPERLINK(1)@example.org\r\n"
)
WRONG = "Nachname;Vorname;Titel\nApfel;Ina;Dr.\n;Niemand;\nBirne;Jo\n"


def test_from_the_file_to_the_download(hall):
    page = hall.enter("clerk@example.org")
    page.goto(hall.url + "/office/import")
    assert barriers_in_sight(page) == []
    page.click('summary:has-text("Mitgliedschaften")')
    assert barriers_in_sight(page) == []
    sent = {"name": "personen.csv", "mimeType": "text/csv", "buffer": WRONG.encode("cp1252")}
    page.set_input_files("[name=file]", sent)
    page.click('button:has-text("Ansehen")')
    assert page.locator("td .pill.no").count() == 2
    assert page.get_by_text("Tabelle übernehmen").count() == 0
    assert barriers_in_sight(page) == []

    page.set_input_files("[name=file]", {**sent, "buffer": LIST.encode("cp1252")})
    page.click('button:has-text("Ansehen")')
    assert "Jördis Äpfel" in page.inner_text("main")
    page.set_viewport_size({"width": 390, "height": 900})
    assert barriers_in_sight(page) == []
    page.click("text=Tabelle übernehmen")
    assert "2 neu, 0 geändert" in page.inner_text("[role=status]")

    with page.expect_download() as download:
        page.click("text=Personen (CSV)")
    text = download.value.path().read_text("utf-8")
    assert text.startswith("\ufeffkey;")
    assert "'=HYPERLINK(1)@example.org" in text
    page.fill("[name=text]", text)
    page.click('button:has-text("Ansehen")')
    assert "In dieser Tabelle steht nichts Neues" in page.inner_text("main")
