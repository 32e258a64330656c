"""Turns node/package-lock.json into installed packages, or into a word on why the npm engines can't be measured."""

import shutil
import subprocess
import sys
from pathlib import Path

NODE = Path(__file__).parent / "node"
_LOCK = NODE / "package-lock.json"
_INSTALLED = NODE / "node_modules" / ".package-lock.json"  # npm writes it last


def install_npm_packages() -> str:
    """Install what the lock file pins, if it isn't there; why that can't be done, or nothing."""
    for program in ("node", "npm"):
        if not shutil.which(program):
            return f"{program} is missing"
    if _INSTALLED.exists() and _INSTALLED.stat().st_mtime >= _LOCK.stat().st_mtime:
        return ""
    print("Installing the npm engines", file=sys.stderr)
    command = ["npm", "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--silent"]
    done = subprocess.run(command, cwd=NODE, check=False, stdout=subprocess.DEVNULL)
    return f"npm ci failed with {done.returncode} in {NODE}" if done.returncode else ""
