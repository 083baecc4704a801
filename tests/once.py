"""What every test's application would make again and is the same: templates, addresses.

A third of the time of a page's test went into compiling the same templates and the same builders
of addresses. A run makes each once; what a test looks at is unchanged.
"""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType
from typing import ClassVar

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class Compiled(BytecodeCache):
    """Compiled templates in memory; Jinja's checksum tells when a source has changed."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self._kept[bucket.key, bucket.checksum] = bucket.code


class SharedRule(Rule):
    """A rule whose builder of addresses is that of the first rule with the same pattern."""

    _builders: ClassVar[dict[tuple[object, ...], Builder]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        # A builder is told its rule when it is called, so it holds nothing of the first one.
        pattern = (tuple(self._trace), repr(self.defaults), append_unknown)
        if pattern not in self._builders:
            self._builders[pattern] = super()._compile_builder(append_unknown)
        return self._builders[pattern]


def make_once() -> None:
    """From now on, in this process."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Compiled()}
    Flask.url_rule_class = SharedRule
