# scroll.py - lets a benchmark run on the display that run.py has made
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import sys

# The bench measures the window, not what a screen reader asks of it.
os.environ['GTK_A11Y'] = 'none'
os.execv(sys.argv[1], sys.argv[1:])
