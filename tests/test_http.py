"""Which URLs may be asked, and what an HTTP status means."""

from __future__ import annotations

import pytest

from toolkit._http import error_of_status, one_line, retry_after, url_obstacle
from toolkit.errors import BackendError


@pytest.mark.parametrize(
    "url", ["https://api.deepl.com", "http://localhost:8000", "http://127.8.9.1", "http://[::1]:80"]
)
def test_https_and_this_machine_may_be_asked(url: str) -> None:
    """https leads anywhere, http only to this machine."""
    assert url_obstacle(url, "URL") == ""


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://",
        "http://10.0.0.1",
        "http://localhost.example.org",
        "file:///etc/passwd",
        "https://h:port",
        "http://[::",
    ],
)
def test_other_urls_may_not(url: str) -> None:
    """Anything else is refused in a line that names the setting, not the URL."""
    assert url_obstacle(url, "DEEPL_SERVER_URL").startswith("DEEPL_SERVER_URL is not an https URL")


def test_a_password_in_a_url_is_refused_and_not_repeated() -> None:
    """Credentials in a URL would end up in logs."""
    said = url_obstacle("https://me:hunter2@example.org", "the option url")
    assert said == "the option url holds a user name or password; take it out of the URL"


@pytest.mark.parametrize("header", ["-1", "1e9", "soon", "", "Wed, 99 Oct 2015 07:28:00 GMT"])
def test_an_unreadable_retry_after_says_nothing(header: str) -> None:
    """What is neither seconds nor a date is left out."""
    assert retry_after(header) is None


def test_a_date_in_the_past_means_now() -> None:
    """A Retry-After that is over asks for no wait."""
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0


@pytest.mark.parametrize("status", range(300, 600))
def test_every_status_is_one_of_our_errors(status: int) -> None:
    """No status gets through, and each message is one line that names the service."""
    error = error_of_status("DeepL", status, "line one\nline two")
    assert isinstance(error, BackendError)
    assert str(error).startswith("DeepL")
    assert "\n" not in str(error)


def test_a_long_foreign_message_is_cut() -> None:
    """A page instead of a message does not fill the screen."""
    assert len(one_line("x" * 10_000)) == 300
