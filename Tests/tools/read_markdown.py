"""Reads a markdown report with tables and raw HTML allowed, as GitHub does, and prints what it makes of it as JSON.

python3 read_markdown.py REPORT
"""

import json
import sys

from markdown_it import MarkdownIt


def walk(tokens):
    for token in tokens:
        yield token
        yield from walk(token.children or [])


def main() -> int:
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        text = file.read()
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = list(walk(parser.parse(text)))
    kinds = [token.type for token in tokens]
    print(
        json.dumps(
            {
                "html": [token.content for token in tokens if token.type in ("html_block", "html_inline")],
                "links": kinds.count("link_open") + kinds.count("image"),
                "headings": kinds.count("heading_open"),
                "emphasis": kinds.count("em_open") + kinds.count("s_open"),
                "rows": kinds.count("tr_open"),
                "cells": kinds.count("td_open") + kinds.count("th_open"),
                "items": kinds.count("list_item_open"),
                "code": [token.content for token in tokens if token.type in ("code_inline", "fence", "code_block")],
                "text": "".join(token.content for token in tokens if token.type == "text"),
            }
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
