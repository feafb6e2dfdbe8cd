"""How long the reader takes for how many characters, and how that compares with one pass of its own patterns.

python benchmarks/extraction.py [FOLDER]    FOLDER holds texts (*.txt, or */source.txt); default: fixtures
"""

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tasks.extraction import extract  # noqa: E402
from tasks.extraction.outline import _MARK  # noqa: E402
from tasks.extraction.quantities import QUANTITY  # noqa: E402

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)


def documents(folder: Path) -> str:
    paths = sorted(folder.glob("*/source.txt")) or sorted(folder.glob("*.txt"))
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def seconds(action) -> float:
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


def one_pass(text: str) -> None:
    """The least that any reader must do: look once for every figure and every heading."""
    for pattern in (QUANTITY, _MARK):
        for _ in pattern.finditer(text):
            pass


def main(folder: Path) -> None:
    text = documents(folder)
    if not text:
        raise SystemExit(f"No texts in {folder}")
    extract(text[:5000])  # loads the tables once
    print(f"{'characters':>10} {'seconds':>8} {'µs each':>8} {'one pass':>9} {'ratio':>6}")
    for size in SIZES:
        sample = (text * (size // len(text) + 1))[:size]
        whole = seconds(lambda sample=sample: extract(sample))
        single = seconds(lambda sample=sample: one_pass(sample))
        print(f"{size:>10,} {whole:>8.2f} {whole / size * 1e6:>8.1f} {single:>9.2f} {whole / single:>6.1f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "fixtures")
