#!/usr/bin/env bash
# A backup that was killed leaves markers, which would block backup-utils for ever.
# shellcheck source=bashtest/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
deploy
leave_a_marker in-progress
leave_a_marker in-progress-backup
leave_a_marker in-progress-restore

it "shows each marker with the proof that its run is dead, and touches none"
run keeper markers
expect_status 0
expect_output "stale" "in-progress-backup" "in-progress-restore"
for name in in-progress in-progress-backup in-progress-restore; do
  [ -f "$data/$name" ] || fail "$name is gone"
done

it "removes the dead ones with --clear"
run keeper markers --clear
expect_status 0
[ -z "$(find "$data" -name 'in-progress*')" ] || fail "left: $(ls "$data")"

it "clears what is dead by itself before it backs up"
leave_a_marker in-progress
run keeper backup
expect_status 0
expect_output "marker in-progress cleared" "captured snapshot"

it "keeps the marker of a run that is alive, whatever its age"
if [ -z "${IMAGE:-}" ]; then # a process of this machine's has no pid that a container could see
  ln -s "$(command -v sleep)" "$site/ghe-backup"
  "$site/ghe-backup" 300 &
  alive=$!
  mkdir -p "$data"
  echo "20010101T000000 $alive" >"$data/in-progress"
  touch -d @"$(stat -c %Y "/proc/$alive")" "$data/in-progress"
  run keeper markers --clear
  [ -f "$data/in-progress" ] || fail "the marker of a living run was removed"
  expect_output "alive"
  run keeper backup
  expect_status 51
  kill "$alive"
fi
