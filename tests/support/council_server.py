"""A live OParl server of a small city, with all the moods that such servers have."""

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from support import oparl


@dataclass
class CouncilServer:
    """What the server answers, and what it was asked."""

    address: str
    pages: dict[str, Any] = field(default_factory=dict)
    """The answer for each path: JSON, bytes, or a list of statuses that come before it."""
    moods: dict[str, list[int]] = field(default_factory=dict)
    """Statuses that a path answers first, one after the other."""
    asked: Counter[str] = field(default_factory=Counter)
    queries: list[dict[str, list[str]]] = field(default_factory=list)

    def here(self, value: Any) -> Any:
        """The value with the city's addresses on this server."""
        return json.loads(json.dumps(value).replace(oparl.ROOT, self.address + "/body/1"))

    def publish(self, *objects: dict[str, Any], per_page: int = 1) -> None:
        """Publish the objects under their lists, page by page, below a system and a body."""
        body = self.here(oparl.body())
        self.pages["/system"] = {
            "id": f"{self.address}/system",
            "type": oparl.SCHEMA + "System",
            "body": f"{self.address}/bodies",
        }
        self.pages["/bodies"] = {"data": [body], "links": {}, "pagination": {}}
        for name in ("Organization", "Person", "Meeting", "Paper"):
            some = [self.here(one) for one in objects if one["type"].endswith(name)]
            self.publish_list(f"/body/1/{name.lower()}s", some, per_page)

    def publish_list(self, path: str, objects: list[dict[str, Any]], per_page: int) -> None:
        """Publish a list in pages."""
        parts = [objects[i : i + per_page] for i in range(0, len(objects), per_page)] or [[]]
        for number, part in enumerate(parts):
            links = {"first": self.address + path}
            if number + 1 < len(parts):
                links["next"] = f"{self.address}{path}/{number + 1}"
            place = path if number == 0 else f"{path}/{number}"
            self.pages[place] = {"data": part, "links": links, "pagination": {}}


@contextmanager
def council_server() -> Iterator[CouncilServer]:
    """A server on a free port of this machine, until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            server.asked[parts.path] += 1
            server.queries.append(parse_qs(parts.query))
            moods = server.moods.get(parts.path)
            status = moods.pop(0) if moods else 200
            page = server.pages.get(parts.path)
            location = None
            if isinstance(page, str):
                status, location, page = 302, page, b""
            if page is None:
                status, page = 404, {}
            data = page if isinstance(page, bytes) else json.dumps(page).encode()
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            if status == 429:
                self.send_header("Retry-After", "7")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.daemon_threads = True
    server = CouncilServer(f"http://127.0.0.1:{running.server_port}")
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        running.shutdown()
        running.server_close()
        thread.join()
