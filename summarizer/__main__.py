"""`python -m summarizer`: the command, where its script is not on the PATH."""

import sys

from summarizer.cli import main

sys.exit(main())
