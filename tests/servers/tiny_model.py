"""A language model of half a megabyte with random weights, for llama.cpp: it tests the wire, not the wording.

Its vocabulary is the 256 bytes. One dimension of the embedding is the same for every token, so that the
output weights of that dimension are a bias for the logits: printable ASCII only, ends of strings and lists
likely, so that under a grammar a JSON object comes to an end.
"""

from __future__ import annotations

from pathlib import Path

LAYERS, WIDTH, HEADS, INNER, CONTEXT = 2, 64, 4, 128, 32_768
TEMPLATE = "{% for message in messages %}{{ message['content'] }}\n{% endfor %}"
_LIKELY = {'"': 4.0, "]": 4.0, "}": 2.0, ",": 0.0, " ": -3.0, "\n": -9.0, "\t": -9.0, "\\": -9.0, "-": -3.0}


def write_tiny_model(path: Path, seed: int = 7) -> None:
    """Write the model as a GGUF file. Needs gguf and numpy."""
    import gguf
    import numpy as np

    random = np.random.default_rng(seed)
    tokens = [b"<unk>", b"<s>", b"</s>", *(f"<0x{byte:02X}>".encode() for byte in range(256))]
    types = [gguf.TokenType.UNKNOWN, *[gguf.TokenType.CONTROL] * 2, *[gguf.TokenType.BYTE] * 256]

    def weights(*shape: int) -> np.ndarray:
        return random.normal(0, 0.05, shape).astype(np.float32)

    embedding = weights(len(tokens), WIDTH)
    embedding[:, 0] = 4.0
    output = random.normal(0, 0.4, (len(tokens), WIDTH)).astype(np.float32)
    output[:, 0] = [_bias(index) / np.sqrt(WIDTH) for index in range(len(tokens))]

    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("tiny")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types(types)
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_space_prefix(False)
    writer.add_chat_template(TEMPLATE)
    ones = np.ones(WIDTH, dtype=np.float32)
    tensors = {"token_embd": embedding, "output_norm": ones, "output": output}
    for layer in range(LAYERS):
        block = {
            "attn_norm": ones,
            "ffn_norm": ones,
            **{name: weights(WIDTH, WIDTH) for name in ("attn_q", "attn_k", "attn_v", "attn_output")},
            **{name: weights(INNER, WIDTH) for name in ("ffn_gate", "ffn_up")},
            "ffn_down": weights(WIDTH, INNER),
        }
        tensors |= {f"blk.{layer}.{name}": tensor for name, tensor in block.items()}
    for name, tensor in tensors.items():
        writer.add_tensor(f"{name}.weight", tensor)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _bias(token: int) -> float:
    if token == 2:
        return 2.0
    char = chr(token - 3) if token > 2 else "\0"
    if char in _LIKELY:
        return _LIKELY[char]
    return 0.0 if char.isprintable() and char.isascii() else -20.0
