"""A real browser keeps the login's cookie on plain http of this machine, hidden from scripts."""

import pytest
from playwright.async_api import async_playwright

from rostra.database import Database
from support.server_process import ServerProcess
from support.town_hall import COOKIE, PASSWORD, furnish

OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.mark.browser
@pytest.mark.long
async def test_a_browser_logs_in_comments_and_logs_out(sqlite_url, tmp_path):
    database = Database(sqlite_url)
    post, _body, emails = await furnish(database)
    await database.close()
    server = ServerProcess(sqlite_url, tmp_path / "data")
    server.environment["ROSTRA_ENVIRONMENT"] = "production"
    await server.start()
    try:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=OPTIONS
            )
            context = await browser.new_context(java_script_enabled=True)
            page = await context.new_page()
            faults = []
            page.on("console", lambda message: faults.append(message.text))
            await page.goto(f"{server.address}/login?next=/posts/{post}")
            await page.fill('input[name="email"]', emails["citizen"])
            await page.fill('input[name="password"]', PASSWORD)
            await page.click("form.form button")
            await page.wait_for_url(f"**/posts/{post}")
            (cookie,) = await context.cookies()
            assert (cookie["name"], cookie["secure"], cookie["httpOnly"]) == (COOKIE, True, True)
            assert cookie["sameSite"] == "Lax"
            assert await page.evaluate("document.cookie") == ""
            await page.fill('textarea[name="text"]', "Aus dem Browser gesagt")
            await page.click('form:has(textarea[name="text"]) button')
            await page.wait_for_url("**#comment-*")
            assert "Aus dem Browser gesagt" in await page.inner_text("main")
            await page.goto(f"{server.address}/account")
            await page.click('form[action="/logout"] button')
            await page.wait_for_url(f"{server.address}/")
            assert await context.cookies() == []
            assert [fault for fault in faults if "Content Security Policy" in fault] == []
            await browser.close()
    finally:
        server.kill()
