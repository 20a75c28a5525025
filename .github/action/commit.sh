#!/usr/bin/env bash
# The Action's commit step: commits public/ and state/ of the output folder, and pushes. Never mail/: it is private.
# When somebody else pushed in between, our commit is put on top of theirs and pushed again.
set -euo pipefail

out=${INPUT_OUT%/}
tries=${PAPERBOY_PUSH_TRIES:-5}
pause=${PAPERBOY_PUSH_PAUSE:-3}

fail() {
  echo "::error title=Paperboy::$1"
  exit 1
}

export GIT_AUTHOR_NAME='github-actions[bot]' GIT_AUTHOR_EMAIL='41898282+github-actions[bot]@users.noreply.github.com'
export GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL

paths=()
for folder in "$out/public" "$out/state"; do
  if [ -e "$folder" ] || [ -n "$(git ls-files -- "$folder" | head -n 1)" ]; then paths+=("$folder"); fi
done
# What is missing was removed by a run that did its work; after any other it is lost, and git still has it.
case "${RUN_EXIT_CODE:-}" in
  0 | 3 | 4) removals=--all ;;
  *) removals=--ignore-removal ;;
esac
if [ ${#paths[@]} -gt 0 ]; then
  # By force, since out/ is ignored in a working copy, where nobody wants to commit it by chance.
  git add --force "$removals" -- "${paths[@]}"
fi
if [ ${#paths[@]} -eq 0 ] || git diff --cached --quiet -- "${paths[@]}"; then
  echo 'Nothing changed, so nothing is committed.'
  echo 'committed=false' >>"$GITHUB_OUTPUT"
  exit 0
fi

subject='Paperboy: no new papers'
if [ "${RUN_NEW:-0}" -gt 0 ]; then subject="Paperboy: new papers $RUN_NEW, editions $RUN_EDITIONS"; fi
# Only these paths, whatever else a step before has staged.
git commit --quiet --message "$subject" -- "${paths[@]}"

case "${GITHUB_REF:-}" in
  refs/heads/*) branch=${GITHUB_REF#refs/heads/} ;;
  *) fail 'the run is not on a branch, so there is none to push to; set the input commit to false' ;;
esac

for ((try = 1; try <= tries; try++)); do
  if git push --quiet origin "HEAD:refs/heads/$branch"; then
    echo 'committed=true' >>"$GITHUB_OUTPUT"
    echo "Pushed to $branch: $subject"
    exit 0
  fi
  echo "The push failed, try $try of $tries."
  [ "$try" -lt "$tries" ] || break
  sleep "$pause"
  git fetch --quiet origin "+refs/heads/$branch:refs/remotes/origin/$branch" || continue
  if git merge-base --is-ancestor "origin/$branch" HEAD; then continue; fi
  if ! git rebase --quiet --autostash "origin/$branch"; then
    git rebase --abort
    fail "another run changed the same files on $branch; this run's result is not pushed. If it sent mail, its record is lost"
  fi
done
fail "could not push to $branch; does the job have permissions: contents: write?"
