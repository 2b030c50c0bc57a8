"""Opens the window: `python -m readmission`, or `readmission-window`."""

import gc
import sys

# Nothing that is made until the window is drawn can be thrown away, and looking for it takes a sixth of the start.
gc.disable()

from readmission.ui.app import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
