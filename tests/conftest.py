"""What holds for all tests."""

import os
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("s55draft", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("s55draft")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
    call: pytest.CallInfo[None],  # noqa: ARG001 - the hook's own signature
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With S55DRAFT_REQUIRE_ALL, a test that skips has failed: there, everything that tests can use is installed."""
    report = yield
    if report.skipped and os.environ.get("S55DRAFT_REQUIRE_ALL") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, but nothing may be missing here: {report.longrepr}"
    return report
