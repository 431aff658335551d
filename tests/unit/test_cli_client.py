"""The own client of the commands: its key goes to the node that was named, nowhere else."""

import pytest

from ipregistry.cli.client import ApiError, call
from tests.unit.test_outside_nodes import seen, url  # noqa: F401 - a server that sends people on


def test_a_redirect_is_not_followed_and_takes_no_key_along(
    url: str,  # noqa: F811
    seen: list[tuple[str, str | None]],  # noqa: F811
) -> None:
    with pytest.raises(ApiError) as refused:
        call(f"{url}/api/v1/filings", key="sample-key")
    assert refused.value.status == 302
    assert [path for path, _ in seen] == ["/api/v1/filings"]
