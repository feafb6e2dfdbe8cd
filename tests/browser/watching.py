"""What a browser says of pages that are not well: errors in the console, failed requests, other hosts."""

from playwright.sync_api import BrowserContext

# A page that was left, or a link whose answer was a file, gives up its own request.
LEFT = "net::ERR_ABORTED"
# The console repeats every answer of 400 and more; the answer itself is judged.
ECHO = "Failed to load resource"


class Watcher:
    """Collects what went wrong in all pages of a test."""

    def __init__(self, home: str):
        self.home = home
        self.wrong: list[str] = []
        self.allowed: set[int] = set()

    def allow(self, *statuses: int) -> None:
        """From here on the test means to get such answers."""
        self.allowed |= set(statuses)

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._answer)

    def _error(self, error) -> None:
        self.wrong.append(f"{error.page and error.page.url}: {error.error}")

    def _console(self, message) -> None:
        if message.type == "error" and not message.text.startswith(ECHO):
            self.wrong.append(f"{message.page and message.page.url}: {message.text}")

    def _request(self, request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.wrong.append(f"asks another host: {request.url}")

    def _failed(self, request) -> None:
        if request.failure != LEFT:
            self.wrong.append(f"{request.method} {request.url}: {request.failure}")

    def _answer(self, response) -> None:
        if response.status >= 400 and response.status not in self.allowed:
            self.wrong.append(f"{response.request.method} {response.url}: {response.status}")
