#!/usr/bin/env bash
# One backup by hand, one on the schedule; and what can be seen of them.
# shellcheck source=bashtest/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
deploy
holds_the_key() { grep -rqsF -- "$(sed -n 3p "$site/id_ed25519")" "$@"; }

it "names what is still missing before the first backup, and reports all else as in order"
run keeper doctor
expect_output "last good backup"
expect_no_output_of "failed"

it "takes a backup by hand"
run keeper backup
expect_status 0
expect_output "captured snapshot"
[ -f "$data/current/version" ] || fail "there is no current snapshot in $(ls "$data")"
[ ! -e "$data/current/incomplete" ] || fail "the current snapshot is not complete"

it "copies what the appliance has"
run diff -r "$LAB_APPLIANCE_FILES/data/user/storage" "$data/current/storage"
expect_status 0

it "links what did not change since"
run keeper backup
expect_status 0
grep -qE '[1-9][0-9]? % hard-linked' <<<"$output" || fail "nothing is hard-linked"

it "backs up on its schedule"
configure 'schedule: {backup: ["*/3 * * * * *"], markers: [], jitter: 0s, catch-up: false}'
supervise
alive || fail "the supervisor does not say that it is alive"
wait_until log_has "captured snapshot"

it "has the decrypted key in memory while a backup is running"
wait_until holds_the_key "$memory"

it "answers in one line whether the last good backup is young enough"
run keeper status
expect_status 0
expect_output "OK    last good backup"

it "ends at once on a signal, and prints that it ended"
stop_supervising
expect_status 143
wait_until log_has "stopped"

it "has left no decrypted key anywhere"
! holds_the_key "$memory" || fail "the key's text is still in memory"
! holds_the_key "$volume" "$log" || fail "the key's text is on the volume or in the log"

it "names the run that it did last"
run keeper runs --kind backup --last 1
expect_status 0
expect_output "backup"
