#!/usr/bin/env python3
"""Looks at HTML reports in a headless Chromium, with nothing but Python's standard library.

look_at_html.py CHROMIUM PAGE [--png FILE] [--pdf FILE] [--dark] [--width N] [--height N] [--full]

Prints one JSON object of facts about the page: what the console said, what was asked of a network, what the filter
shows and hides, whether all is there without scripts, how many pages it prints to. Exit status 2 when the browser
cannot be driven.
"""

import argparse
import base64
import json
import os
import pathlib
import re
import select
import signal
import subprocess
import sys
import tempfile
import time


class Browser:
    """Chromium behind the DevTools protocol over a pair of pipes; messages end with a null byte."""

    def __init__(self, program):
        self.directory = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        to_browser, from_us = os.pipe()
        to_us, from_browser = os.pipe()
        # The browser takes its commands from descriptor 3 and answers on 4.
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", f'exec 3<&{to_browser} 4>&{from_browser}; exec "$0" "$@"', program,
             "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage",
             "--hide-scrollbars", f"--user-data-dir={self.directory.name}", "--remote-debugging-pipe", "about:blank"],
            pass_fds=(to_browser, from_browser), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True)
        os.close(to_browser)
        os.close(from_browser)
        self.out, self.into = from_us, to_us
        self.buffer, self.last, self.events, self.session = b"", 0, [], None

    def close(self):
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        self.directory.cleanup()

    def receive(self, seconds):
        end = time.monotonic() + seconds
        while b"\0" not in self.buffer:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.into], [], [], left)[0]:
                return None
            part = os.read(self.into, 1 << 20)
            if not part:
                raise RuntimeError("the browser ended")
            self.buffer += part
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, seconds=60, **parameters):
        self.last += 1
        request = {"id": self.last, "method": method, "params": parameters}
        if self.session:
            request["sessionId"] = self.session
        data = json.dumps(request).encode() + b"\0"
        while data:
            data = data[os.write(self.out, data):]
        while True:
            message = self.receive(seconds)
            if message is None:
                raise RuntimeError(f"no answer to {method}")
            if message.get("id") == self.last:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']['message']}")
                return message["result"]
            self.events.append(message)

    def value(self, expression):
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"].get("text", "exception"))
        return result["result"].get("value")

    def wait_for(self, event, seconds=60):
        end = time.monotonic() + seconds
        while not any(message.get("method") == event for message in self.events):
            message = self.receive(max(0.01, end - time.monotonic()))
            if message is None:
                raise RuntimeError(f"no {event}")
            self.events.append(message)

    def open(self, url, scripts=True):
        self.session = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Network", "Log"]:
            self.call(domain + ".enable")
        self.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.events = []
        self.call("Page.navigate", url=url)
        self.wait_for("Page.loadEventFired")


VISIBLE = "[...document.querySelectorAll('article')].filter(a => a.getClientRects().length).length"


def console(events):
    lines = []
    for event in events:
        parameters = event.get("params", {})
        if event.get("method") == "Runtime.consoleAPICalled":
            lines.append(" ".join(str(item.get("value")) for item in parameters["args"]))
        elif event.get("method") == "Runtime.exceptionThrown":
            lines.append(parameters["exceptionDetails"].get("text", "exception"))
        elif event.get("method") == "Log.entryAdded":
            lines.append(parameters["entry"]["text"])
        elif event.get("method") == "Page.javascriptDialogOpening":
            lines.append("dialog: " + parameters["message"])
    return lines


def requests(events, page):
    urls = [event["params"]["request"]["url"] for event in events
            if event.get("method") == "Network.requestWillBeSent"]
    return [url for url in urls if url != page]


def look(browser, page, options):
    facts = {}
    browser.open(page, scripts=False)
    facts["withoutScripts"] = {
        "articles": len(re.findall(r"<article", document(browser))), "text": len(document(browser))}
    browser.open(page)
    browser.call("Emulation.setDeviceMetricsOverride", width=options.width, height=options.height,
                 deviceScaleFactor=1, mobile=False)
    theme = "dark" if options.dark else "light"
    browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": theme}])
    facts["title"] = browser.value("document.title")
    facts["articles"] = browser.value("document.querySelectorAll('article').length")
    facts["visible"] = browser.value(VISIBLE)
    facts["shown"] = browser.value("document.getElementById('shown').textContent")
    facts["copyButtons"] = browser.value("document.querySelectorAll('.fix button').length")
    facts["wider"] = browser.value("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    facts["headings"] = browser.value("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.tagName[1]))")
    facts["scripts"] = browser.value("document.scripts.length")
    facts["ran"] = browser.value("typeof window.ran !== 'undefined'")
    facts["handlers"] = browser.value(
        "[...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => /^on|^style$/.test(a.name))).length")
    facts["filter"] = {}
    for name in ["critical", "high", "medium", "low", "info"]:
        browser.value(f"document.getElementById('show-{name}').click()")
        facts["filter"][name] = {
            "articles": browser.value(f"document.querySelectorAll('article.{name}').length"),
            "visible": browser.value(VISIBLE),
            "ofIt": browser.value(VISIBLE.replace("'article'", f"'article.{name}'")),
            "shown": browser.value("document.getElementById('shown').textContent")}
        browser.value(f"document.getElementById('show-{name}').click()")
    facts["visibleAgain"] = browser.value(VISIBLE)
    if options.png:
        shot = browser.call("Page.captureScreenshot", format="png", captureBeyondViewport=options.full)
        pathlib.Path(options.png).write_bytes(base64.b64decode(shot["data"]))
    # What is filtered away on screen is printed all the same.
    browser.value("document.getElementById('show-high').click()")
    printed = base64.b64decode(browser.call("Page.printToPDF", printBackground=True, preferCSSPageSize=True)["data"])
    facts["pdfPages"] = len(re.findall(rb"/Type\s*/Page\b", printed))
    if options.pdf:
        pathlib.Path(options.pdf).write_bytes(printed)
    browser.call("Emulation.setEmulatedMedia", media="print")
    facts["printed"] = browser.value(VISIBLE)
    facts["filterInPrint"] = browser.value("document.querySelector('fieldset').getClientRects().length")
    facts["console"] = console(browser.events)
    facts["requests"] = requests(browser.events, page)
    return facts


def document(browser):
    """The document as the browser holds it, taken without running a script in it."""
    root = browser.call("DOM.getDocument", depth=0)["root"]["nodeId"]
    return browser.call("DOM.getOuterHTML", nodeId=root)["outerHTML"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("chromium")
    parser.add_argument("page")
    parser.add_argument("--png")
    parser.add_argument("--pdf")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--width", type=int, default=1200)
    parser.add_argument("--height", type=int, default=1500)
    options = parser.parse_args()
    page = pathlib.Path(options.page).resolve().as_uri()
    browser = Browser(options.chromium)
    try:
        print(json.dumps(look(browser, page, options), indent=2, sort_keys=True))
    except RuntimeError as error:
        print(f"{options.chromium} cannot be driven: {error}", file=sys.stderr)
        return 2
    finally:
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
