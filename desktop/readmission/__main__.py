"""Opens the window: `python -m readmission`, or `readmission-window`."""

import sys

from readmission.ui.app import main

if __name__ == "__main__":
    sys.exit(main())
