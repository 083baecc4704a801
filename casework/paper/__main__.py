"""HTML on standard input becomes a PDF at the path given: a program of its own.

Loading WeasyPrint takes about a second and needs Pango; neither belongs into every command and
every server process. Called by `casework.paper.press`; nothing imports this.
"""

from __future__ import annotations

import sys
from typing import NoReturn

from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher


class Nothing(URLFetcher):
    """Fetches nothing: no network, no file of this machine; what a page needs stands in it."""

    def fetch(self, url: str, *_: object) -> NoReturn:
        """Refuse, and end the run: a page that asks for something is not ours."""
        scheme = url.partition(":")[0][:20]
        raise FatalURLFetchingError(f"The page asks for something outside itself ({scheme}).")


def main() -> None:
    """Print what comes in; PDF/UA, so that a screen reader can read it too."""
    page = HTML(string=sys.stdin.read(), url_fetcher=Nothing(allowed_protocols=[]))
    page.write_pdf(sys.argv[1], pdf_variant="pdf/ua-1")


if __name__ == "__main__":
    main()
