"""Settings, channels, inbound events, outbound messages, web server and command line."""

import sys

# If there is rich, structlog imports all of it for tracebacks with values, which we do not log.
if "rich" not in sys.modules:
    sys.modules["rich"] = None  # type: ignore[assignment]
    import structlog  # noqa: F401

    del sys.modules["rich"]
