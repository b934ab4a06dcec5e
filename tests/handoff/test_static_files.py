from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from handoff.static_files import StaticFiles
from tests.handoff.conftest import House


async def test_that_files_are_sent_compressed_and_not_again_while_they_stay_the_same(house: House) -> None:
    browser = await house.browser()
    first = await browser.get("/static/common/tokens.css")

    again = await browser.get("/static/common/tokens.css", headers={"If-None-Match": first.headers["etag"]})

    assert first.headers["content-encoding"] == "gzip"
    assert first.headers["content-type"] == "text/css; charset=utf-8"
    assert (again.status_code, again.content) == (304, b"")


async def test_that_a_browser_which_cannot_unpack_gets_the_file_as_it_is(house: House) -> None:
    browser = await house.browser(**{"accept-encoding": "identity"})

    answer = await browser.get("/static/common/tokens.css")

    assert "content-encoding" not in answer.headers
    assert ":root" in answer.text


async def test_that_the_widget_comes_in_one_script_and_one_style_sheet_that_are_kept_forever(house: House) -> None:
    browser = await house.browser()
    page = (await browser.get("/widget/")).text
    parts = re.findall(r'(?:src|href)="(/[^"]+\.(?:js|css))"', page)

    answers = [await browser.get(part) for part in parts]

    assert len(parts) == 2
    assert {each.headers["cache-control"] for each in answers} == {"public, max-age=31536000, immutable"}
    assert (await browser.get("/widget/0123456789abcdef.js")).headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "address",
    ["/static/nothing.js", "/static/../app.py", "/static/%2e%2e/app.py", "/static/common", "/widget/main.txt"],
)
async def test_that_nothing_else_is_served(house: House, address: str) -> None:
    browser = await house.browser()

    assert (await browser.get(address)).status_code == 404


def test_that_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    file = tmp_path / "a.js"
    file.write_text("// before\nconst a = 1;\n" * 100)
    files = StaticFiles(tmp_path)
    before = files.find("a.js")

    file.write_text("const a = 2;\n" * 100)

    after = files.find("a.js")
    assert before
    assert after
    assert after.tag != before.tag
    assert after.packed
    assert gzip.decompress(after.packed) == file.read_bytes()
