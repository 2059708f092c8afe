#!/usr/bin/env bash
# Puts llama.cpp's vocabulary files and chat templates into artifacts/llama-source/models, for the tests that read every one of them.
# They come from the source bundle inside the npm package node-llama-cpp (MIT). Run again, it does nothing.
set -euo pipefail

version=3.21.1
target="$(cd "$(dirname "$0")/.." && pwd)/artifacts/llama-source"
if [ "$(cat "$target/version" 2>/dev/null)" = "$version" ] && [ -d "$target/models/templates" ]; then exit 0; fi

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent --ignore-scripts "node-llama-cpp@$version" >/dev/null
tar -xzf node-llama-cpp-*.tgz package/llama/gitRelease.bundle
git -c advice.detachedHead=false clone --quiet --no-checkout package/llama/gitRelease.bundle source
git -C source -c core.autocrlf=false archive HEAD models | tar -x

rm -rf "$target"
mkdir -p "$target/models"
cp models/ggml-vocab-*.gguf "$target/models/"
cp -r models/templates "$target/models/"
echo "$version" > "$target/version"
