"""The description of the sync API: served as it is, and what submissions are validated against."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema_rs import Draft202012Validator

FILE = Path(__file__).with_name("openapi.yaml")


@cache
def document() -> dict[str, Any]:
    """The whole OpenAPI 3.1 document."""
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


@cache
def validator(component: str) -> Draft202012Validator:
    """A validator for one of the document's component schemas. Raises KeyError for one that is not there."""
    components = document()["components"]
    assert components["schemas"][component]
    return Draft202012Validator({"$ref": f"#/components/schemas/{component}", "components": components})
