"""`python -m tests.conversations` prints docs/conversations.md."""

from __future__ import annotations

import sys

from tests.conversations import document

sys.stdout.write(document())
