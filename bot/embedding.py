"""Sentence embeddings on the CPU, for those who switch them on: texts in, unit vectors out.

    embedder = open_embedder("models/all-MiniLM-L6-v2")
    questions = embedder.embed(["how do I restore a backup?"])              # (1, 384), float32, each of length 1
    answers = embedder.embed(["Open the settings, ..."], passages=True)     # (1, 384)
    questions @ answers.T                                                   # cosines

The model is an ONNX file with the tokenizer.json of Hugging Face's tokenizers beside it. How its vectors are made of
its tokens' (N. Reimers, I. Gurevych, Sentence-BERT, 2019, section 3) and which words go before a text (L. Wang et al.,
Text Embeddings by Weakly-Supervised Contrastive Pre-training, 2022) is read from the files that sentence-transformers
keeps beside a model. Only here are onnxruntime, tokenizers and huggingface_hub used, and they are imported when a model
is opened, not before.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np

from bot.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import ModuleType

    from numpy.typing import NDArray

MODEL_FILES: Final = (
    "model_quantized.onnx", "onnx/model_quantized.onnx", "model_optimized.onnx", "model.onnx", "onnx/model.onnx",
)  # fmt: skip
"""Where a model is looked for, the smallest first."""
BESIDE: Final = ("tokenizer.json", "*config*.json", "modules.json", "1_Pooling/config.json")
"""What else of a model is downloaded."""
KNOWN_OUTPUTS: Final = ("sentence_embedding", "last_hidden_state", "token_embeddings")
"""What of a model's outputs is taken, the first that there is; else the first with a vector for each token."""
MULTILINGUAL: Final = 60_000
"""Words and word pieces from which a model's vocabulary is taken to hold other scripts than the Latin alphabet."""
MOST_TOKENS: Final = 512
"""Tokens of a text that are read, if the model does not say less."""
LETTERS: Final = 40
"""Characters that are read for each token that a model takes: the rest of a longer text is not even cut into tokens."""
BATCH_TOKENS: Final = 1024
"""Tokens, padding included, that a model is given at once (a longer text goes alone)."""
CHUNK: Final = 512
"""Texts that are cut into tokens, and sorted by length, together."""
_FAMILIES: Final = (
    (re.compile(r"(?<![a-z0-9])e5(?![a-z0-9])"), "mean", "query: ", "passage: "),
    (re.compile(r"(?<![a-z0-9])bge(?![a-z0-9])"), "cls", "", ""),
)
"""What models are known by their names to need when the files beside them do not say."""


class Encoded(Protocol):
    """A text cut into tokens, as tokenizers gives it: three lists of one length."""

    ids: list[int]
    attention_mask: list[int]
    type_ids: list[int]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a text goes through besides the model itself.

    pooling:  "mean" of its tokens' vectors, or the first one's, "cls".
    question: what goes before a question.    passage: what goes before a passage.
    limit:    tokens that the model takes, its own marks included; what is over is cut off.
    """

    pooling: str
    question: str
    passage: str
    limit: int


class Embedder:
    """One model. Every method may be called from any thread.

    name:       says which model and which weights: the folder's name and a short hash of the files that vectors depend
                on. Vectors whose names differ must not be compared.
    dimensions: how long its vectors are.
    is_multilingual: whether it reads scripts without spaces.
    """

    def __init__(self, folder: Path, title: str, threads: int) -> None:
        """Loads the model of a folder. Raises SettingsError, as `open_embedder` does."""
        runtime, tokenizers = _library("onnxruntime"), _library("tokenizers")
        file = _model_file(folder)
        try:
            tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._recipe = recipe = _recipe(folder, title, tokenizer.truncation or {})
            self._padding = int((tokenizer.padding or {}).get("pad_id", 0))
            tokenizer.no_padding()
            tokenizer.enable_truncation(recipe.limit)
            self._tokenizer = tokenizer
            self.is_multilingual = tokenizer.get_vocab_size() >= MULTILINGUAL
            options = runtime.SessionOptions()
            options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            # else the memory of the largest batch ever is kept, and patterns of every length are
            options.enable_cpu_mem_arena = options.enable_mem_pattern = False
            options.log_severity_level = 4
            self._session = runtime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
            self._inputs = {given.name for given in self._session.get_inputs()}
            outputs = {given.name: given.shape for given in self._session.get_outputs()}
            by_token = [name for name, shape in outputs.items() if shape is None or len(shape) == 3]
            known = [
                name for name in ("sentence_embedding", "last_hidden_state", "token_embeddings") if name in outputs
            ]
            self._output = [*known, *by_token, *outputs][0]
            # numbers quantised by a whole batch's range would make a text's vector depend on its neighbours
            self._alone = _holds(file, b"DynamicQuantizeLinear")
            self.dimensions = int(self._run([tokenizer.encode("a")]).shape[1])
        except SettingsError:
            raise
        except Exception as error:  # both libraries raise kinds of their own, some of them bare Exception
            raise SettingsError(f"the embedding model in {folder} cannot be used: {_first_line(error)}") from error
        if self._output != "sentence_embedding" and _has_dense_layer(folder):
            raise SettingsError(f"the embedding model in {folder} has a dense layer that its {file.name} leaves out")
        self.name = f"{title.rstrip('/').rsplit('/', 1)[-1]}@{_digest(folder, file, recipe)}"

    def embed(self, texts: Sequence[str], *, passages: bool = False) -> NDArray[np.float32]:
        """The texts' vectors, (len(texts), dimensions), each of length 1: their products are cosines.

        passages: whether they are answers to be found; else they are questions, asked or stored. Many models do not
        care. Any strings will do; of long ones the beginning is read. The same text always has the same vector, but
        for the last digits, which its neighbours' lengths can change.
        """
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        prefix = self._recipe.passage if passages else self._recipe.question
        for start in range(0, len(texts), CHUNK):
            encoded = [self._encode(prefix, text) for text in texts[start : start + CHUNK]]
            for batch in self._batches([len(one.ids) for one in encoded]):
                vectors[[start + i for i in batch]] = self._run([encoded[i] for i in batch])
        return vectors

    def _encode(self, prefix: str, text: str) -> Encoded:
        beginning = text[: self._recipe.limit * LETTERS].encode("utf-8", "replace").decode("utf-8")
        encoded: Encoded = self._tokenizer.encode(prefix + beginning)
        return encoded

    def _batches(self, lengths: list[int]) -> Iterator[list[int]]:
        """The places of `lengths`, the shortest together, so that there is little to pad."""
        batch: list[int] = []
        for place in sorted(range(len(lengths)), key=lengths.__getitem__):
            if batch and (self._alone or (len(batch) + 1) * lengths[place] > BATCH_TOKENS):
                yield batch
                batch = []
            batch.append(place)
        if batch:
            yield batch

    def _run(self, encoded: Sequence[Encoded]) -> NDArray[np.float32]:
        """The vectors, (len(encoded), dimensions), of texts that have been cut into tokens."""
        shape = len(encoded), max(len(one.ids) for one in encoded)
        ids, mask, types = np.full(shape, self._padding, np.int64), np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for row, one in enumerate(encoded):
            length = len(one.ids)
            ids[row, :length], mask[row, :length], types[row, :length] = one.ids, one.attention_mask, one.type_ids
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        found = self._session.run([self._output], {name: given[name] for name in self._inputs})[0].astype(np.float32)
        if found.ndim == 3 and self._recipe.pooling == "cls":
            found = found[:, 0]
        elif found.ndim == 3:
            share = mask / np.maximum(mask.sum(axis=1, keepdims=True), 1)
            found = np.einsum("rt,rtd->rd", share.astype(np.float32), found)
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        vectors: NDArray[np.float32] = (found / np.maximum(lengths, 1e-12)).astype(np.float32)
        return vectors


def open_embedder(setting: str, *, threads: int = 1) -> Embedder:
    """The model of a folder, or, by a name such as "Xenova/all-MiniLM-L6-v2", the one that Hugging Face's hub has.

    What was downloaded is kept where huggingface_hub keeps it, and then opened without the network. threads: how many
    work on one batch. Raises SettingsError, with one sentence that says what to install or where the folder should be.
    """
    for library in ("onnxruntime", "tokenizers"):
        _library(library)
    folder = Path(setting).expanduser()
    if not setting or not folder.is_dir():
        if folder.is_absolute() or not re.fullmatch(r"[\w-][\w.-]*/[\w-][\w.-]*", setting) or folder.parent.is_dir():
            raise SettingsError(f'no folder "{setting}" with an embedding model, that is model.onnx and tokenizer.json')
        return Embedder(_downloaded(setting), setting, threads)
    return Embedder(folder, folder.resolve().name, threads)


def _library(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError as error:
        raise SettingsError(f'embeddings need {name}, which is missing: pip install "factbot[semantic]"') from error


def _downloaded(name: str) -> Path:
    """The folder into which the hub's model of that name has been downloaded, now or earlier."""
    hub = _library("huggingface_hub")
    try:
        folder = Path(hub.snapshot_download(name, local_files_only=True))
        _model_file(folder)
    except (OSError, ValueError, SettingsError):
        try:
            file = _chosen(hub.list_repo_files(name)) or "model.onnx"
            # the model comes last: where it is, the rest is
            hub.snapshot_download(name, allow_patterns=list(BESIDE))
            folder = Path(hub.snapshot_download(name, allow_patterns=[*BESIDE, file, f"{file}_data"]))
        except Exception as error:  # the hub's client raises its own kinds and those of whatever carries it
            raise SettingsError(
                f'the embedding model "{name}" is no folder here and could not be downloaded: {_first_line(error)}'
            ) from error
    return folder


def _chosen(files: Iterable[str]) -> str | None:
    """The model among a folder's files: the first of MODEL_FILES, else the only .onnx file there is."""
    models = {file for file in files if file.endswith(".onnx")}
    return next((file for file in MODEL_FILES if file in models), models.pop() if len(models) == 1 else None)


def _model_file(folder: Path) -> Path:
    files = (*folder.glob("*.onnx"), *folder.glob("onnx/*.onnx"))
    chosen = _chosen(path.relative_to(folder).as_posix() for path in files)
    if chosen is None:
        raise SettingsError(f"{folder} has no model.onnx: an embedding model is that file and tokenizer.json")
    if not (folder / "tokenizer.json").is_file():
        raise SettingsError(f"{folder} has no tokenizer.json: an embedding model is model.onnx and that file")
    return folder / chosen


def _recipe(folder: Path, title: str, truncation: dict[str, Any]) -> Recipe:
    """Read from sentence-transformers' files in the folder; where they do not say, from the model's name.

    truncation: how the model's tokenizer.json cuts texts off.
    """
    known = f"{title} {_json(folder / 'config.json').get('_name_or_path', '')}".lower()
    pooling, question, passage = next((found for family, *found in _FAMILIES if family.search(known)), ("mean", "", ""))
    modes = _json(folder / "1_Pooling" / "config.json")
    chosen = [name for name, value in modes.items() if name.startswith("pooling_mode_") and value is True]
    chosen = [name.removeprefix("pooling_mode_").removesuffix("_tokens").removesuffix("_token") for name in chosen]
    if isinstance(modes.get("pooling_mode"), str):
        chosen = [modes["pooling_mode"]]
    if len(chosen) > 1 or not {*chosen} <= {"mean", "cls"}:
        raise SettingsError(f"the embedding model in {folder} pools by {' and '.join(chosen)}, not by mean or cls")
    prompts = _json(folder / "config_sentence_transformers.json").get("prompts") or {}
    return Recipe(
        chosen[0] if chosen else pooling,
        prompts.get("query") or question,
        prompts.get("passage") or prompts.get("document") or passage,
        _limit(folder, truncation),
    )


def _limit(folder: Path, truncation: dict[str, Any]) -> int:
    said = (
        _json(folder / "sentence_bert_config.json").get("max_seq_length"),
        truncation.get("max_length"),
        _json(folder / "tokenizer_config.json").get("model_max_length"),
    )
    return next((min(int(tokens), MOST_TOKENS) for tokens in said if tokens), MOST_TOKENS)


def _holds(file: Path, words: bytes) -> bool:
    """Whether the words stand in the file, which may be larger than memory."""
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(words) >= 0


def _has_dense_layer(folder: Path) -> bool:
    modules = folder / "modules.json"
    return modules.is_file() and '.Dense"' in modules.read_text(encoding="utf-8", errors="replace")


def _json(file: Path) -> dict[str, Any]:
    """What a JSON file's object holds; nothing if there is no such file. Raises SettingsError for another file."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SettingsError(f"{file} cannot be read: {_first_line(error)}") from error
    return found if isinstance(found, dict) else {}


def _digest(folder: Path, file: Path, recipe: Recipe) -> str:
    """Twelve hexadecimal digits that change with anything that changes vectors."""
    digest = hashlib.sha256(repr(recipe).encode())
    for part in (folder / "tokenizer.json", file, file.with_name(f"{file.name}_data")):
        if part.is_file():
            with part.open("rb") as opened:
                digest.update(hashlib.file_digest(opened, "sha256").digest())
    return digest.hexdigest()[:12]


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
