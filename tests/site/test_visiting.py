"""A program in a frame of a chapter's page: clicked through, with no network."""

from __future__ import annotations

import pytest
from playwright.sync_api import FrameLocator, Page, Request, expect
from test_accessibility import violations

from workshop.weave.book import Book

pytestmark = pytest.mark.xdist_group("running")

SLUG = Book().chapter(16).slug
# A chapter whose first experiment finds the whole framework.
FIRST = "book.cells.findIndex(cell => !cell.title && !cell.needs)"
PHONE = {"width": 390, "height": 844}
PROGRAM = '''
import time
from base64 import b64decode
from tinyflask import Flask, Response, redirect, request, session
from workshop import visit

app = Flask(__name__)
app.secret_key = "not a secret"
guests = []
STYLE = ":root { color-scheme: light dark } h1 { color: rgb(0, 128, 128) }"
DOT = (
    "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
)
PAGE = """<!doctype html><html lang="en"><title>Guests</title>
<link rel="stylesheet" href="/style.css"><script>document.title = "ran"</script>
<body onload="document.title = 'ran'"><h1>Guests</h1>
<p>You are <b>{name}</b>. <img src="/dot.gif" alt="A dot"></p>
<p><a href="about?all=1#end">About</a> <a href="https://example.org/">Away</a>
<a href="#foot">Down</a> <a href="/fail">Fail</a> <a href="/slow">Slow</a></p>
<form method="post" action="/sign" enctype="multipart/form-data">
<label>Name <input name="name" required></label>
<label>File <input type="file" name="file"></label>
<label>Text <textarea name="text">a\\nb</textarea></label>
<button name="how" value="loud">Sign</button>
<button name="how" value="soft" formaction="/soft">Softly</button></form>
<form action="/about?gone=1"><label>Find <input name="q"></label>
<button>Search</button></form>
<ul>{guests}</ul><p style="margin-top: 90em" id="foot">The foot</p></html>"""

@app.route("/")
def index():
    items = "".join(f"<li>{each}</li>" for each in guests)
    return PAGE.format(name=session.get("name", "nobody"), guests=items)

@app.route("/style.css")
def style():
    return Response(STYLE, mimetype="text/css")

@app.route("/dot.gif")
def dot():
    return Response(b64decode(DOT), mimetype="image/gif")

@app.route("/about")
def about():
    print("asked for", request.full_path)
    end = "<p id=end style='margin-top: 90em'>The end</p>"
    return f"<title>About</title>{request.query_string.decode()}{end}"

@app.route("/sign", methods=["POST"])
def sign():
    file = request.files["file"]
    session["name"] = request.form["name"]
    told = session["name"], file.filename, file.read()
    guests.append(repr((*told, request.form["how"], request.form["text"])))
    return redirect("/")

@app.route("/soft", methods=["POST"])
def soft():
    return "softly, " + request.form["how"]

@app.route("/slow")
def slow():
    time.sleep(1)
    return "slow"

visit(app)
'''


class Frame:
    """The frame under the first experiment, and what is around it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.place = page.locator(".book-visit")
        self.status = self.place.get_by_role("status")
        self.address = self.place.get_by_label("Address")

    @property
    def inside(self) -> FrameLocator:
        # The page before it may be there a moment longer.
        return self.place.locator("iframe").first.content_frame

    def press(self, name: str) -> None:
        self.place.get_by_role("button", name=name).click()

    def click(self, name: str) -> None:
        self.inside.get_by_text(name, exact=True).click()

    def is_at(self, address: str, status: str = "GET 200 OK") -> None:
        expect(self.address).to_have_value(address)
        expect(self.status).to_have_text(status)
        expect(self.place.locator("iframe")).to_have_count(1)

    def sign(self, name: str) -> None:
        self.inside.get_by_label("Name").fill(name)
        self.click("Sign")


def begin(page: Page, address: str) -> Frame:
    """Run the program in a chapter's page."""
    page.goto(f"{address}{SLUG}/")
    page.wait_for_function("window.book")
    page.evaluate("book.ready")
    run(page, PROGRAM)
    frame = Frame(page)
    frame.is_at("/")
    return frame


def run(page: Page, source: str) -> str:
    """Run a program in place of the first experiment; returns what it put out."""
    page.evaluate(f"book.cells[{FIRST}].open()")
    block = page.locator(".book-cell").nth(page.evaluate(FIRST))
    block.locator(".cm-content").fill(source)
    page.evaluate(f"book.run([book.cells[{FIRST}]])")
    text: str = page.evaluate(f"book.cells[{FIRST}].text")
    return text


@pytest.fixture
def frame(page: Page, address: str) -> Frame:
    return begin(page, address)


def test_links_are_followed_and_pages_gone_back_to(frame: Frame, address: str) -> None:
    requests: list[Request] = []
    frame.page.on("request", lambda request: requests.append(request))
    history = frame.page.evaluate("history.length")
    frame.place.scroll_into_view_if_needed()
    top = frame.page.evaluate("scrollY")
    frame.click("About")
    frame.is_at("/about?all=1#end")
    # What the program prints stands below, and the place in its page is shown.
    said = frame.place.locator("xpath=following-sibling::pre")
    expect(said).to_have_text("asked for /about?all=1")
    expect(frame.inside.get_by_text("The end")).to_be_in_viewport()
    expect(frame.place.locator("iframe")).to_have_attribute("title", "Page 1: About")
    assert frame.page.evaluate("document.activeElement.tagName") == "IFRAME"
    assert frame.page.evaluate("scrollY") == top
    frame.press("Back")
    frame.is_at("/")
    assert frame.page.evaluate("document.activeElement.textContent") == "Back"
    back = frame.place.get_by_role("button", name="Back")
    expect(back).to_have_attribute("aria-disabled", "true")
    assert frame.page.evaluate("history.length") == history
    assert [each.url for each in requests if each.url.startswith("http")] == []


def test_a_page_is_all_there_and_its_scripts_do_not_run(frame: Frame) -> None:
    assert frame.inside.locator("body").evaluate("() => document.title") == "Guests"
    heading = frame.inside.locator("h1")
    expect(heading).to_have_css("color", "rgb(0, 128, 128)")
    assert frame.inside.locator("img").evaluate("image => image.naturalWidth") == 1
    assert frame.inside.locator("body").evaluate("() => origin") == "null"


def test_forms_are_sent_with_files_and_cookies_are_kept(frame: Frame) -> None:
    file = {"name": "tea.bin", "mimeType": "image/x", "buffer": b"\x00\xff"}
    frame.inside.get_by_label("File").set_input_files([file])
    frame.sign("ann")
    item = frame.inside.locator("li")
    expect(item).to_have_text(r"('ann', 'tea.bin', b'\x00\xff', 'loud', 'a\r\nb')")
    frame.is_at("/")
    expect(frame.inside.locator("b")).to_have_text("ann")
    frame.sign("bob")
    expect(item).to_have_count(2)
    expect(item.last).to_contain_text("('bob', '', b'', 'loud'")


def test_the_button_says_where_a_form_goes(frame: Frame) -> None:
    frame.click("Softly")
    # What is required is missing.
    frame.is_at("/")
    frame.inside.get_by_label("Name").fill("ann")
    frame.click("Softly")
    frame.is_at("/soft", "POST 200 OK")
    expect(frame.inside.locator("body")).to_have_text("softly, soft")
    again = frame.place.get_by_role("button", name="Reload")
    expect(again).to_have_attribute("aria-disabled", "true")
    frame.press("Back")
    frame.is_at("/")
    frame.inside.get_by_label("Find").fill("tea & cake")
    frame.inside.get_by_label("Find").press("Enter")
    frame.is_at("/about?q=tea+%26+cake")


def test_an_address_is_typed(frame: Frame) -> None:
    frame.address.fill("/about")
    frame.address.press("Enter")
    frame.is_at("/about")
    frame.press("Reload")
    expect(
        frame.page.get_by_text("asked for /about?\nasked for /about?")
    ).to_be_visible()
    frame.address.fill("https://example.org/")
    frame.address.press("Enter")
    said = "This leads out of the program: https://example.org/"
    expect(frame.status).to_have_text(said)
    frame.address.fill("/fail")
    frame.address.press("Enter")
    frame.is_at("/fail", "GET 404 NOT FOUND")


def test_a_fragment_is_a_place_in_the_page(frame: Frame) -> None:
    frame.click("Away")
    expect(frame.status).to_contain_text("This leads out of the program")
    expect(frame.inside.get_by_text("The foot")).not_to_be_in_viewport()
    frame.click("Down")
    expect(frame.inside.get_by_text("The foot")).to_be_in_viewport()


def test_python_answers_one_thing_at_a_time(frame: Frame) -> None:
    frame.click("Slow")
    expect(frame.status).to_have_text("Asking.")
    frame.press("Reload")
    expect(frame.status).to_have_text("Python is busy.")
    frame.is_at("/slow")
    frame.press("Back")
    frame.is_at("/")
    frame.click("Slow")
    frame.page.locator("button:enabled:text-is('Stop')").click()
    anew = "Python was started anew. Run the block again."
    expect(frame.status).to_have_text(anew)
    frame.press("Reload")
    expect(frame.status).to_have_text(anew)
    assert run(frame.page, PROGRAM) == "GET / 200 OK\nGuests"
    frame.is_at("/")


def test_only_the_last_few_are_kept(frame: Frame) -> None:
    more = "from workshop import visit\nvisit(app)"
    ask = "source => book.python.ask({kind: 'run', source}, () => {})"
    for _ in range(8):
        frame.page.evaluate(ask, more)
    frame.click("About")
    expect(frame.status).to_contain_text("was put away")


def test_nobody_finds_anything_in_it(frame: Frame) -> None:
    assert violations(frame.page, ".book-visit") == []


def test_a_program_follows_the_colours_of_the_page(frame: Frame) -> None:
    for scheme, colour in (("light", "rgb(0, 0, 0)"), ("dark", "rgb(255, 255, 255)")):
        frame.page.emulate_media(color_scheme=scheme)
        expect(frame.inside.locator("body")).to_have_css("color", colour)


def test_it_fits_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)
    frame = begin(page, address)
    frame.click("Away")
    expect(frame.status).to_contain_text("This leads out of the program")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert frame.place.evaluate("place => place.scrollWidth <= place.clientWidth")


def test_flask_itself_runs_in_the_page(frame: Frame) -> None:
    source = PROGRAM.replace("from tinyflask import", "from flask import")
    assert run(frame.page, source) == "GET / 200 OK\nGuests"
    frame.is_at("/")
    frame.sign("ann")
    expect(frame.inside.locator("b")).to_have_text("ann")


def test_passwords_are_hashed_in_the_page(frame: Frame) -> None:
    source = """
from markdown_it import MarkdownIt
from werkzeug.security import check_password_hash, generate_password_hash
hashed = generate_password_hash("tea", "pbkdf2:sha256:1000")
check_password_hash(hashed, "tea"), MarkdownIt().render("*tea*")
"""
    assert run(frame.page, source) == "(True, '<p><em>tea</em></p>\\n')"
