# shellcheck shell=bash
# What the scripts share. They source it with the root of the repository as working directory.

if [[ -t 1 ]]; then bold=$'\e[1m' plain=$'\e[0m'; else bold='' plain=''; fi
heading() { printf '\n%s== %s%s\n' "$bold" "$*" "$plain"; }
stop() { printf '%s\n' "$*" >&2; exit 1; }

# CMake keeps the compiler of its first run, so another Emscripten starts with an empty build folder.
use_emscripten() {
  EMSCRIPTEN_ROOT=$(em-config EMSCRIPTEN_ROOT)
  export EMSCRIPTEN_ROOT
  local emscripten
  # Not by way of `head`, which may close the pipe while emcc still writes.
  emscripten=$(emcc --version)
  emscripten="$EMSCRIPTEN_ROOT ${emscripten%%$'\n'*}"
  [[ -e build/wasm/.emscripten && $(<build/wasm/.emscripten) == "$emscripten" ]] && return
  rm -rf build/wasm
  mkdir -p build/wasm
  printf '%s' "$emscripten" >build/wasm/.emscripten
}
