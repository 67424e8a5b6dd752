"""A program for servers: it counts what begins and what ends."""

import asyncio
import gc
import os
import time

from werkzeug.exceptions import ClientDisconnected

from tinyflask import Flask, g, request, stream_with_context, url_for
from tinyflask.ctx import RequestContext

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 4_000_000
counted = dict.fromkeys(("begun", "ended", "streams", "closed_early", "cut_off"), 0)
free = asyncio.Queue()


@app.before_request
def begin():
    counted["begun"] += 1


@app.teardown_request
async def end(error):
    counted["ended"] += 1
    counted["closed_early"] += isinstance(error, GeneratorExit)


@app.get("/plain/<name>")
def plain(name):
    return f"{name} {request.args.get('q')}"


@app.get("/async/<name>")
async def async_view(name):
    await asyncio.sleep(0)
    return f"{name} {request.args.get('q')}"


@app.get("/wait")
async def wait():
    await asyncio.sleep(0.5)
    return f"waited on {id(asyncio.get_running_loop())}"


@app.post("/upload")
def upload():
    size = total = 0
    try:
        while piece := request.stream.read(50_000):
            size, total = size + len(piece), total + sum(piece)
    except ClientDisconnected:
        counted["cut_off"] += 1
        raise
    return f"{size} {total}"


@app.post("/length")
async def length():
    await asyncio.sleep(0)
    return f"{len(request.get_data())} {request.content_length}"


@app.route("/stream", methods=["GET", "POST"])
def stream():
    @stream_with_context
    def pieces():
        counted["streams"] += 1
        try:
            for number in range(request.args.get("pieces", type=int)):
                yield f"{number}\n"
                time.sleep(0.1)
        finally:
            counted["streams"] -= 1

    return pieces()


@app.get("/where")
def where():
    return f"{request.root_path} {request.path} {url_for('where')}"


@app.get("/pool")
async def pool():
    """Wait for what another request gives back: that is bound to its loop."""
    asyncio.get_running_loop().call_later(0.01, free.put_nowait, "taken")
    return await free.get()


@app.get("/report")
def report():
    gc.collect()
    g.found = dict(counted, active=counted["begun"] - counted["ended"])
    everything = gc.get_objects()
    g.found["contexts"] = sum(isinstance(each, RequestContext) for each in everything)
    g.found["files"] = len(os.listdir("/proc/self/fd"))
    return " ".join(f"{name}={value}" for name, value in g.found.items())
