#!/usr/bin/env bash
# Kubernetes ends the pod while a restore is running in it.
# only in the image
# shellcheck source=bashtest/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
deploy
keeper appliance trust "$LAB_TARGET" --yes >>"$site/trust.out"
keeper backup >"$site/backup.out" 2>&1 || fail "$(cat "$site/backup.out")"
supervise

it "begins a restore by an exec that ends at once"
configure 'engine: {home: /opt/backup-utils, stop-grace: 3s, keep-snapshots: 3, options: {GHE_STANDIN_FAULT: "slow:restore-repositories"}}'
run keeper restore "$LAB_TARGET" --maintenance --yes "$LAB_TARGET" --detach
expect_status 0
expect_output "has begun"

it "is not ended by SIGTERM before that restore has ended"
stop_supervising
expect_status 143
wait_until log_has "waiting for"
wait_until log_has "stopped"

it "has restored all of it"
run keeper runs --kind restore --last 1
expect_output "restore" "succeeded"
run diff -r "$LAB_APPLIANCE_FILES/data/user/storage" "$LAB_TARGET_FILES/data/user/storage"
expect_status 0
