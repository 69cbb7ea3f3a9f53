#!/usr/bin/env bash
# What Kubernetes does to the pod: its volumes, its probes, a container that is started again in the same pod, its Jobs.
# only in the image
# shellcheck source=bashtest/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
deploy
in_container() { "${PODMAN[@]}" exec "$container" "$@"; }
java_is() { pkill "-$1" -x -P "$("${PODMAN[@]}" inspect --format '{{.State.Pid}}' "$container")" java; }
key_is_in() { grep -rqsF -- "$(sed -n 3p "$site/id_ed25519")" "$@"; }
every_probe_says() {
  local name
  for name in startup readiness liveness; do
    run probe_in_image "$name"
    expect_status "$1"
    [ -z "${2:-}" ] || [ "$name" = readiness ] || expect_output "$2" # that one is asked over HTTP
  done
}

it "is not taken for alive while it reads its configuration"
configure 'schedule: {backup: ["0 0 1 1 *"], markers: ["*/2 * * * * *"], jitter: 0s, catch-up: false}' # the loop turns often
begin_pod base
config=$pod/$(awk '$1 == "configMap" { print $2 }' "$PODS/base/volumes")/..data/ghe-keeper.yaml
rm "$config"
mkfifo -m 644 "$config" # who reads it waits until somebody writes
begin_container
every_probe_says 1 "no supervisor is alive"

it "is alive for every probe when it is ready"
exec 9>"$config" # it is read now
fill_volumes base
cat "$etc/ghe-keeper.yaml" >&9
exec 9>&-
wait_until log_has "next backup"
every_probe_says 0

it "is not alive when its loop stands still, and is again when that goes on"
java_is STOP
touch -d '5 seconds ago' "$memory/supervisor" # sooner than its promise is over
every_probe_says 1 "stands still"
java_is CONT
wait_until probe_in_image readiness >/dev/null

configure
supervise

it "reads secret, configuration and labels as a kubelet puts them there"
run in_container sh -c 'stat -L -c "%a %u:%g %n" /meta/*/* /etc/ghe-keeper/ghe-keeper.yaml /details/labels /data /run /tmp; readlink /etc/ghe-keeper/*'
expect_output "440 0:999 /meta/ghe-backup-secret/kms_private_ssh_key" "644 0:999 /etc/ghe-keeper/ghe-keeper.yaml" \
  "644 0:999 /details/labels" "2775 0:999 /data" "2777 0:999 /run" "2777 0:999 /tmp" "..data/ghe-keeper.yaml"
run keeper key check
expect_status 0

it "has memory below its key, and the disk of its own below its snapshots"
run in_container stat -f -c '%n %T' /run /data
expect_output "/run tmpfs" "/data ext2/ext3"

it "believes host keys that the ConfigMap pins, behind the kubelet's links"
{ keeper appliance trust && keeper appliance trust "$LAB_TARGET"; } >"$site/shown"
rm -r "$volume/ghe-keeper/known_hosts" # what deploy recorded
run keeper doctor
expect_output "failed"
grep '^\[' "$site/shown" >"$etc/known_hosts" || fail "$(cat "$site/shown")"
run keeper doctor
expect_no_output_of "failed"
run keeper backup
expect_status 0

it "removes the key that a killed container left in the memory of its pod"
configure 'engine: {home: /opt/backup-utils, stop-grace: 3s, keep-snapshots: 3, options: {GHE_STANDIN_FAULT: "hang:repositories"}}'
: >"$site/second.out"
keeper backup >"$site/second.out" 2>&1 &
second=$!
wait_until grep -q "Git repositories" "$site/second.out"
"${PODMAN[@]}" kill --signal KILL "$container" >/dev/null
wait "$second" || true
key_is_in "$memory" || fail "no key was left: $(ls -lR "$memory")"
configure
: >"$log"
fill_volumes base
"${PODMAN[@]}" start "$container" >/dev/null
"${PODMAN[@]}" logs --follow --since 1s "$container" >>"$log" 2>&1 &
wait_until probe_in_image startup >/dev/null
wait_until log_has "marker in-progress cleared"
! key_is_in "$memory" || fail "the key is still there: $(ls -lR "$memory")"

it "leaves /var/run/secrets to EKS, which is below our /run"
stop_supervising
mkdir "$site/token"
echo "a token" >"$site/token/token"
here+=(--volume "$site/token:/var/run/secrets/eks.amazonaws.com/serviceaccount:ro")
supervise
run in_container cat /var/run/secrets/eks.amazonaws.com/serviceaccount/token
expect_output "a token"
stop_supervising

it "backs up as the CronJob does"
mapfile -t arguments <"$PODS/cronjob/args"
run run_pod cronjob "${arguments[@]}"
expect_status 0
expect_output "captured snapshot"

it "restores nothing as the Job lies there, and all of it when a target is written into it"
mapfile -t arguments <"$PODS/restore/args"
run run_pod restore "${arguments[@]}"
expect_status 2
run run_pod restore "${arguments[@]//<the host to overwrite>/$LAB_TARGET}"
expect_status 0
run diff -r "$LAB_APPLIANCE_FILES/data/user/storage" "$LAB_TARGET_FILES/data/user/storage"
expect_status 0
