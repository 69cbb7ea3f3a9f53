#!/usr/bin/env bash
# A node goes down in the middle of a backup; the pod comes back on the same volume.
# only in the image
# shellcheck source=bashtest/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
slow='engine: {home: /opt/backup-utils, stop-grace: 3s, keep-snapshots: 3, options: {GHE_STANDIN_FAULT: "hang:repositories"}}'
deploy
keeper backup >"$site/backup.out" 2>&1 || fail "$(cat "$site/backup.out")"
good=$(readlink "$data/current")

it "is in the middle of a backup when its container is killed"
configure "$slow"
supervise
keeper backup >"$site/second.out" 2>&1 &
second=$!
wait_until test -f "$data/in-progress"
wait_until grep -q "Git repositories" "$site/second.out"
"${PODMAN[@]}" kill --signal KILL "$container" >/dev/null
wait "$second" || true
[ -f "$data/in-progress" ] && [ -f "$data/in-progress-backup" ] || fail "no markers are left: $(ls "$data")"

it "clears the markers when it is back, each with its proof"
configure
supervise
wait_until log_has "marker in-progress cleared"
wait_until log_has "marker in-progress-backup cleared"

it "records the killed run as interrupted, and never as good"
run keeper runs --kind backup --last 2
expect_output "interrupted"
[ "$(readlink "$data/current")" = "$good" ] || fail "current is no longer $good"

it "takes the next backup"
run keeper backup
expect_status 0
expect_output "captured snapshot"

it "has no key left in what survived"
piece=$(sed -n 3p "$site/id_ed25519")
! grep -rqsF -- "$piece" "$volume" "$log" || fail "the key's text is on the volume or in the log"
