#!/usr/bin/env bash
# What the image is made of, and what it refuses.
# only in the image
# shellcheck source=bashtest/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
deploy
in_container() { "${PODMAN[@]}" exec "$container" "$@"; }

it "is alive as soon as it is ready, and not before"
run alive
[ "$status" -ne 0 ] || fail "it is alive before it was started"
supervise
wait_until alive

it "runs tini and Java, and nothing else, as user 999 without any right"
run in_container ps -e -o user:12,args --no-headers
[ "$(grep -cv ' ps ' <<<"$output")" -eq 2 ] || fail "more than two processes"
expect_output "ghe-keeper   /usr/bin/tini --" "ghe-keeper   /opt/ghe-keeper/java/bin/java @"
run in_container grep -E '^(Uid|Gid|CapEff|CapBnd|NoNewPrivs):' /proc/1/status
expect_output $'Uid:\t999\t999\t999\t999' $'Gid:\t999\t999\t999\t999' $'CapEff:\t0000000000000000' \
  $'CapBnd:\t0000000000000000' $'NoNewPrivs:\t1'

it "can write to its volume and to memory, and nowhere else"
# The modes of three folders allow more; that the file system cannot be written holds for them all.
run in_container bash -c 'for place in /opt/ghe-keeper /etc/ghe-keeper /usr/local /var/tmp /; do
  ! touch "$place/probe" 2>/dev/null || echo "$place"; done'
[ -z "$output" ] || fail "these could be written"
run in_container sh -c 'for place in /data /run /tmp; do touch $place/probe && rm $place/probe || exit; done'
expect_status 0

it "has no program that takes the rights of another user"
run in_container bash -c 'find / -xdev -perm /6000 -type f 2>/dev/null'
[ -z "$output" ] || fail "these could"

it "has the programs that backup-utils calls"
run keeper doctor
grep -E '^(engine|programs) +ok' <<<"$output" >"$site/engine" || true
[ "$(wc -l <"$site/engine")" -eq 2 ] || fail "engine or programs are not ok"

it "has age, which encrypts what leaves the volume"
run in_container age --version
expect_status 0

it "has the pages that hints name, where a command in it finds them"
for page in restore operations configuration notify migrate json monitoring upgrades; do
  run in_container test -r "docs/$page.md"
  expect_status 0
done

it "lets what outlives its parent live, as a restore does, and reaps it when it ends"
run in_container bash -c 'setsid sleep 3 >/dev/null 2>&1 &'
expect_status 0
run in_container ps -e -o args
expect_output "sleep 3"
# As a zombie it would still be there, as [sleep].
is_reaped() {
  run in_container ps -e -o args
  [ "$status" -eq 0 ] && ! grep -q sleep <<<"$output"
}
wait_until is_reaped

it "is not taken in by a volume that is not there"
run without_volume doctor
expect_output "in the container's own layer, which is lost with the container"
run without_volume backup
expect_status 64

it "takes at most 350 MB, backup-utils aside"
bytes=$("${PODMAN[@]}" image inspect --format '{{.Size}}' "$IMAGE")
[ "$bytes" -le 350000000 ] || fail "$bytes bytes"

it "has labels with its name and version"
run "${PODMAN[@]}" image inspect --format '{{json .Config.Labels}}' "$IMAGE"
expect_output org.opencontainers.image.version org.opencontainers.image.licenses io.ghekeeper.backup-utils.version
