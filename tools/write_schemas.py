"""Write docs/reference/*.schema.json from the program's own types."""

import json
from pathlib import Path

from openimt.exchange.schema import schemas

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"


def text_of(schema: dict[str, object]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        (FOLDER / name).write_text(text_of(schema), encoding="utf-8")
        print(name)


if __name__ == "__main__":
    main()
