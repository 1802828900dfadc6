#!/usr/bin/env python3
"""upscale.py IMAGE OUT [URL]: upscales an image with the newest map. Python's standard library is all it needs."""

import json
import os
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}


def upscale(image: bytes, accept: str = "image/png", url: str = "http://localhost:8080", attempts: int = 5):
    """Returns the large image and the version of the map that made it."""
    headers = {"Content-Type": "application/octet-stream", "Accept": accept}
    if "MONGE_TOKEN" in os.environ:
        headers["Authorization"] = "Bearer " + os.environ["MONGE_TOKEN"]
    request = urllib.request.Request(url + "/api/v1/upscale", data=image, headers=headers, method="POST")
    for attempt in range(attempts):
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return answer.read(), int(answer.headers["X-Model-Version"])
        except urllib.error.HTTPError as error:
            problem = json.load(error)  # RFC 9457: what is wrong and what to do
            # The queue is full, or there is no map yet: the server says when to come again.
            if error.code not in (429, 503) or attempt + 1 == attempts:
                raise SystemExit(f"{problem['title']}: {problem['detail']}") from None
            time.sleep(float(error.headers.get("Retry-After", 1)))
    raise AssertionError("not reached")


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        raise SystemExit(__doc__)
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    accept = TYPES.get(target.suffix.lower(), "image/png")
    large, version = upscale(source.read_bytes(), accept, *sys.argv[3:])
    target.write_bytes(large)
    print(f"{target}: {len(large)} bytes by version {version}")
