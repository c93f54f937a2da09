"""Where the frozen program begins."""

import sys

from balancecoach.__main__ import main

sys.exit(main())
