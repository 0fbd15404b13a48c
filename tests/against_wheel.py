"""Build the wheel, install it into an empty environment, and run the tests there from another folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# What the tests read besides the installed package. The package and its prompts stay behind.
BESIDES = [
    "tests",
    "seeds",
    "docs",
    "evals",
    "benchmarks",
    "README.md",
    "CHANGELOG.md",
    "pyproject.toml",
    "constraints.txt",
]


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="wheel-") as scratch:
        folder = Path(scratch)
        _run(sys.executable, "-m", "build", "--wheel", "--outdir", str(folder / "dist"), str(ROOT))
        (wheel,) = (folder / "dist").glob("*.whl")
        venv.create(folder / "env", with_pip=True)
        python = str(folder / "env" / "bin" / "python")
        constraints = str(ROOT / "constraints.txt")
        _run(
            python,
            "-m",
            "pip",
            "-q",
            "--disable-pip-version-check",
            "install",
            "-c",
            constraints,
            f"{wheel}[test]",
        )
        elsewhere = folder / "elsewhere"
        elsewhere.mkdir()
        for name in BESIDES:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, elsewhere / name, ignore=shutil.ignore_patterns("__pycache__"))
            elif (ROOT / name).exists():
                shutil.copy(ROOT / name, elsewhere / name)
        # What only a few have installed was tried against the checkout already.
        environment = {k: v for k, v in os.environ.items() if k != "SUMMARIZER_TESTS_REQUIRE_ALL"}
        command = [python, "-I", "-m", "pytest", "-p", "no:cacheprovider", *sys.argv[1:]]
        return subprocess.run(command, cwd=elsewhere, env=environment).returncode


def _run(*command: str) -> None:
    subprocess.run(command, check=True)


if __name__ == "__main__":
    sys.exit(main())
