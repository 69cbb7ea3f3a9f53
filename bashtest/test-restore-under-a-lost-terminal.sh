#!/usr/bin/env bash
# The worst day: the restore runs for hours, and the terminal that began it is cut off.
# shellcheck source=bashtest/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
deploy
keeper appliance trust "$LAB_TARGET" --yes >>"$site/trust.out"
keeper backup >"$site/backup.out" 2>&1 || fail "$(cat "$site/backup.out")"
configure 'engine: {home: '"$in_engine"', stop-grace: 3s, keep-snapshots: 3, options: {GHE_STANDIN_FAULT: "slow:restore-repositories"}}'
[ -z "${IMAGE:-}" ] || supervise

it "says what it would do, and does nothing"
run keeper restore "$LAB_TARGET" --maintenance --plan
expect_status 0
expect_output "restore onto $LAB_TARGET" "overwrite all repositories"
run keeper runs --last 1
expect_no_output_of "restore"

it "never overwrites the appliance that is backed up by a slip of the hand"
run keeper restore "$LAB_APPLIANCE" --yes "$LAB_APPLIANCE"
[ "$status" -ge 80 ] && [ "$status" -lt 90 ] || fail "exit status $status is no refusal"
expect_output "HINT:"

it "asks on the terminal, and begins when the target's name is typed"
mkfifo "$site/keys"
exec 8<>"$site/keys"
setsid script -qfec "$(typed restore "$LAB_TARGET" --maintenance)" /dev/null <&8 >"$site/screen" 2>&1 &
terminal=$!
disown
: >>"$site/screen"
wait_until grep -q "Type the name of the host" "$site/screen"
echo "$LAB_TARGET" >&8
wait_until grep -q "has begun" "$site/screen"

it "goes on when that terminal is killed"
cut_off
run keeper status
expect_output "onto $LAB_TARGET"

it "is followed from another terminal to its end"
run keeper logs running -f
expect_status 0
run keeper runs --kind restore --last 1
expect_output "restore" "succeeded"

it "has restored what was backed up"
run diff -r "$LAB_APPLIANCE_FILES/data/user/storage" "$LAB_TARGET_FILES/data/user/storage"
expect_status 0
run keeper snapshots
expect_output "restore"
