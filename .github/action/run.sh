#!/usr/bin/env bash
# The Action's main step: runs Paperboy with the inputs in INPUT_*, reports to the job summary and the step's outputs.
# Ends well whenever there was a run, whatever its exit code: that is an output, and the Action's last step passes it on.
set -euo pipefail

usage() {
  echo "::error title=Paperboy::$1"
  exit 2
}

truth() {
  case "${!1}" in
    true | false) ;;
    *) usage "the input $2 is neither 'true' nor 'false'" ;;
  esac
}

truth INPUT_SEND send
truth INPUT_COMMIT commit
out=${INPUT_OUT%/}
[[ -n $out && $out != /* && "/$out/" != */../* ]] || usage 'the input out is not a folder below the root of the repository'

# `--name=value` is one word each: an input cannot turn into an option of its own.
arguments=(run --json "--out=$out" "--subscriptions=$INPUT_SUBSCRIPTIONS")
# An earlier step of the job may have left one.
rm -f "$RUNNER_TEMP/paperboy-papers.md"
arguments+=("--summary=$RUNNER_TEMP/paperboy-papers.md")
[ -z "$INPUT_CHANNEL" ] || arguments+=("--channel=$INPUT_CHANNEL")
[ -z "$INPUT_DATE" ] || arguments+=("--date=$INPUT_DATE")
[ -z "$INPUT_SITE_URL" ] || arguments+=("--site-url=$INPUT_SITE_URL")
[ "$INPUT_SEND" = false ] || arguments+=(--send)

case "$INPUT_REQUIRE_STATE" in
  true) arguments+=(--require-state) ;;
  false) arguments+=(--no-require-state) ;;
  auto)
    if [ -n "$(git ls-files -- "$out/public" "$out/state" | head -n 1)" ]; then arguments+=(--require-state); fi
    ;;
  *) usage "the input require-state is none of 'auto', 'true' and 'false'" ;;
esac

while IFS= read -r path; do
  path=${path%$'\r'}
  [ -n "$path" ] || continue
  [[ $path != -* ]] || usage 'a path of the input dumps begins with "-"'
  arguments+=("$path")
done <<<"$INPUT_DUMPS"

if [ "$INPUT_SEND" = true ] && [ "$INPUT_COMMIT" = false ]; then
  echo '::warning title=Paperboy::send without commit: unless you keep the state folder yourself, the next run sends the same again'
fi

echo 'started=true' >>"$GITHUB_OUTPUT"
# What a page says must not become a command to the runner.
token=$(node -p 'crypto.randomUUID()')
echo "::stop-commands::$token"
code=0
node "$GITHUB_ACTION_PATH/dist/cli/main.js" "${arguments[@]}" >"$RUNNER_TEMP/paperboy-run.json" || code=$?
echo "::$token::"

node "$GITHUB_ACTION_PATH/.github/action/report.mjs" "$RUNNER_TEMP/paperboy-run.json" "$code" "$RUNNER_TEMP/paperboy-papers.md"
