"""Files are sealed in pieces, under a key of their own."""

from dataclasses import replace
from io import BytesIO
from uuid import UUID

import pytest

from casework.crypto.attachments import FILE_PIECE, seal_file
from casework.crypto.data_key import DataKey, Scope, ScopeKind
from casework.crypto.failures import SealingError, Tampered, UnknownFormat
from casework.crypto.unseal import open_file
from tests.casework.crypto.conftest import PLACE

BLOCK = FILE_PIECE + 16


def _sealed(key: DataKey, content: bytes) -> tuple[bytes, bytes]:
    sink = BytesIO()
    wrapped = seal_file(key, PLACE, BytesIO(content), sink)
    return wrapped, sink.getvalue()


def _opened(key: DataKey, wrapped: bytes, sealed: bytes) -> bytes:
    return b"".join(open_file(key, PLACE, wrapped, BytesIO(sealed)))


@pytest.mark.parametrize(
    "size", [0, 1, 4095, 4096, FILE_PIECE - 1, FILE_PIECE, FILE_PIECE + 1, 3 * FILE_PIECE + 5]
)
def test_a_file_comes_back(key: DataKey, size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    assert _opened(key, *_sealed(key, content)) == content


def test_sizes_show_in_steps_of_four_kib(key: DataKey) -> None:
    sizes = {len(_sealed(key, b"x" * size)[1]) for size in (0, 1, 100, 4095)}
    assert sizes == {13 + 4096 + 16}


def test_a_stream_that_gives_little_at_a_time(key: DataKey) -> None:
    class Slow(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(min(size or 0, 1000))

    sink = BytesIO()
    wrapped = seal_file(key, PLACE, Slow(b"y" * 100_000), sink)
    assert b"".join(open_file(key, PLACE, wrapped, Slow(sink.getvalue()))) == b"y" * 100_000


def test_pieces_cut_moved_and_repeated_are_refused(key: DataKey) -> None:
    wrapped, sealed = _sealed(key, b"z" * (3 * FILE_PIECE))
    head, body = sealed[:13], sealed[13:]
    a, b, c, d = (body[i : i + BLOCK] for i in range(0, len(body), BLOCK))
    for arrangement in ([], [a], [a, b, c], [b, a, c, d], [a, b, d], [a, a, b, c, d], [d]):
        with pytest.raises(Tampered):
            _opened(key, wrapped, head + b"".join(arrangement))


def test_truncation_and_change_are_refused(key: DataKey) -> None:
    wrapped, sealed = _sealed(key, b"report")
    for length in (0, 1, 12, 13, 14, 100, len(sealed) - 1):
        with pytest.raises(SealingError):
            _opened(key, wrapped, sealed[:length])
    for at in range(0, len(sealed) * 8, 97):
        changed = bytearray(sealed)
        changed[at // 8] ^= 1 << at % 8
        with pytest.raises(SealingError):
            _opened(key, wrapped, bytes(changed))
    with pytest.raises(UnknownFormat):
        _opened(key, wrapped, b"%PDF-1.7 not sealed at all")


def test_a_wrapped_file_key_is_bound_to_its_row_and_case(key: DataKey) -> None:
    wrapped, sealed = _sealed(key, b"report")
    elsewhere = replace(PLACE, row_id=UUID(int=99))
    with pytest.raises(Tampered):
        b"".join(open_file(key, elsewhere, wrapped, BytesIO(sealed)))
    other = DataKey(Scope(ScopeKind.CASE, UUID(int=5)), 1, b"k" * 32)
    with pytest.raises(Tampered):
        _opened(other, wrapped, sealed)
    with pytest.raises(Tampered):
        _opened(key, wrapped + b"x", sealed)


def test_files_do_not_swap_contents(key: DataKey) -> None:
    (first, _), (_, second) = _sealed(key, b"one"), _sealed(key, b"two")
    with pytest.raises(Tampered):
        _opened(key, first, second)
