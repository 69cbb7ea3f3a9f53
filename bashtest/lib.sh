# shellcheck shell=bash
# What the tests in this folder share. Sourced by them; bashtest/run sets what is used here.
#
#   keeper ARGUMENTS...      types at ghe-keeper: the installed command, or the one in the container of this test
#   supervise                starts the long-running process; what it logs is in $log
#   run COMMAND...           keeps its exit status in $status and what it printed in $output
#   configure LINE...        writes the configuration; each LINE comes in place of the default for its section
set -euo pipefail

# ---- what is claimed -------------------------------------------------------------------------------------------------

# Says what a test shows, as its reader would.
it() {
  claim=$*
}

fail() {
  {
    echo "not so: ${claim:-}"
    echo "  $*"
    [ -z "${output:-}" ] || sed 's/^/  | /' <<<"$output"
    [ ! -s "${log:-/dev/null}" ] || tail -n 20 "$log" | sed 's/^/  log | /'
  } >&2
  exit 1
}

run() {
  status=0
  output=$("$@" 2>&1) || status=$?
}

expect_status() {
  [ "$status" -eq "$1" ] || fail "exit status $status instead of $1"
}

# expect_output TEXT...: each of them stands in what was printed.
expect_output() {
  local text
  for text; do
    grep -qF -- "$text" <<<"$output" || fail "printed is no: $text"
  done
}

expect_no_output_of() {
  ! grep -qF -- "$1" <<<"$output" || fail "printed is: ${2:-$1}"
}

# wait_until COMMAND...: until it succeeds; on a busy machine that takes long.
wait_until() {
  local end=$((SECONDS + 120))
  until "$@"; do
    [ $SECONDS -lt $end ] || fail "waited in vain for: $*"
    sleep 0.2
  done
}

log_has() {
  grep -qF -- "$1" "$log"
}

# ---- the world -------------------------------------------------------------------------------------------------------

# An appliance, a second one, a KMS and an engine of this test's own.
begin_laboratory() {
  mkdir "$site/lab"
  coproc LAB { exec java -XX:TieredStopAtLevel=1 -cp "$CLASSPATH_OF_TESTS" io.ghekeeper.lab.Laboratory "$site/lab" \
    2>"$site/lab.log"; }
  local line
  while read -r line <&"${LAB[0]}" && [ "$line" != ready ]; do
    # The lines are assignments of this project's own program.
    export "${line?}"
  done
  [ "${line:-}" = ready ] || fail "no laboratory: $(cat "$site/lab.log")"
  # AWS's own KMS where a key of it is named, and the laboratory's otherwise.
  kms_key=${GHE_KEEPER_TEST_KMS_KEY:-$LAB_KMS_KEY}
  kms_endpoint=$LAB_KMS_ENDPOINT
  [ -z "${GHE_KEEPER_TEST_KMS_KEY:-}" ] || kms_endpoint=
}

# let_in KEY.pub: what an administrator does in the appliance's Management Console.
let_in() {
  local answer
  echo "authorize $1" >&"${LAB[1]}"
  read -r answer <&"${LAB[0]}"
  [ "$answer" = "done" ] || fail "the key was not let in"
}

# Where things are, as ghe-keeper sees them; and for the test itself, which looks from outside.
places() {
  etc=$site/etc secret=$site/meta
  log=$site/log
  mkdir -p "$etc" "$secret"
  : >"$log"
  if [ -n "${IMAGE:-}" ]; then
    in_volume=/data in_etc=/etc/ghe-keeper in_secret=/meta/ghe-backup-secret in_memory=/run/ghe-keeper
    in_engine=/opt/backup-utils
    begin_image
  else
    volume=$site/volume memory=/dev/shm/$(basename "$site")
    mkdir -p "$volume"
    in_volume=$volume in_etc=$etc in_secret=$secret in_memory=$memory in_engine=$LAB_ENGINE
  fi
  data=$volume/ghe-production-data
}

configure() {
  local -A section=(
    [appliance]="{host: $LAB_APPLIANCE, port: $LAB_PORT, known-hosts: $in_etc/known_hosts}"
    [key]="{source: kubernetes-secret, file: $in_secret/kms_private_ssh_key, directory: $in_memory}"
    [kms]="{region: ${AWS_REGION:-eu-west-1}${kms_endpoint:+, endpoint: \"$kms_endpoint\"}}"
    [data]="{directory: $in_volume/ghe-production-data, state-directory: $in_volume/ghe-keeper, mount: $mount}"
    [engine]="{home: $in_engine, stop-grace: 3s, keep-snapshots: 3}"
    [backup]="{retries: 0}"
    [schedule]="{backup: [\"0 0 1 1 *\"], markers: [], jitter: 0s, catch-up: false}"
  )
  local line name
  for line; do
    section[${line%%:*}]=${line#*: }
  done
  for name in "${!section[@]}"; do
    echo "$name: ${section[$name]}"
  done >"$etc/ghe-keeper.yaml"
}

# A deployment that is ready for its first backup: key made, let in, encrypted and put where it belongs; host key known.
deploy() {
  begin_laboratory
  places
  configure "$@"
  ssh-keygen -q -t ed25519 -N '' -C ghe-backup -f "$site/id_ed25519"
  let_in "$site/id_ed25519.pub"
  keeper key encrypt --key-id "$kms_key" <"$site/id_ed25519" >"$site/encrypted"
  cp "$site/encrypted" "$secret/kms_private_ssh_key"
  keeper appliance trust --yes >"$site/trust.out"
}

# Somebody's backup that was killed in the middle: its marker is there, and the pid in it is gone or another program's.
leave_a_marker() {
  mkdir -p "$data"
  echo "20010101T000000 4194000" >"$data/$1"
  own "$volume"
}

# ---- ghe-keeper: the installed command -------------------------------------------------------------------------------

keeper() {
  if [ -n "${IMAGE:-}" ]; then
    keeper_in_image "$@"
  else
    "$GHE_KEEPER" --config "$etc/ghe-keeper.yaml" "$@"
  fi
}

# The words by which a terminal begins a command: what `script` is given.
typed() {
  if [ -n "${IMAGE:-}" ]; then
    printf '%q ' "${PODMAN[@]}" exec --interactive --tty "$container" ghe-keeper "$@"
  else
    printf '%q ' "$GHE_KEEPER" --config "$etc/ghe-keeper.yaml" "$@"
  fi
}

# cut_off: the terminal $terminal is gone in an instant, and with it what held it open.
cut_off() {
  kill -KILL -- "-${terminal:?}"
  [ -z "${IMAGE:-}" ] || cut_off_image
}

supervise() {
  if [ -n "${IMAGE:-}" ]; then
    supervise_in_image
  else
    "$GHE_KEEPER" --config "$etc/ghe-keeper.yaml" supervise >>"$log" 2>&1 &
    supervisor=$!
  fi
  wait_until log_has "next backup"
}

# stop_supervising: SIGTERM, as Kubernetes and Docker send it; waits, and keeps the exit status in $status.
stop_supervising() {
  status=0
  if [ -n "${IMAGE:-}" ]; then
    stop_image
  else
    kill -TERM "$supervisor"
    wait "$supervisor" || status=$?
  fi
}

alive() {
  if [ -n "${IMAGE:-}" ]; then
    "${PODMAN[@]}" exec "$container" ghe-keeper-alive
  else
    "$(dirname "$GHE_KEEPER")/ghe-keeper-alive" "$in_memory/supervisor"
  fi
}

# own FOLDER: what lies there belongs to the user that ghe-keeper runs as.
own() {
  [ -z "${IMAGE:-}" ] || chown -R 999:999 "$1"
}

# ---- the end ---------------------------------------------------------------------------------------------------------

# Nothing of a test stays: no process, no container, no mount, no file.
clean_up() {
  local status=$?
  trap - EXIT
  set +e
  [ -z "${IMAGE:-}" ] || end_image
  [ -z "${supervisor:-}" ] || kill -KILL "$supervisor" 2>/dev/null
  if [ -n "${in_memory:-}" ]; then
    # A process that a restore or a terminal left running has the test's folder in its arguments.
    pkill -KILL -f -- "$site/" 2>/dev/null
    [ -n "${IMAGE:-}" ] || rm -rf -- "$in_memory"
  fi
  if [ -n "${LAB_PID:-}" ]; then
    disown "$LAB_PID" 2>/dev/null # its end is no news
    kill -KILL "$LAB_PID" 2>/dev/null
  fi
  rm -rf -- "$site"
  exit "$status"
}

site=$(mktemp -d "${TMPDIR:-/tmp}/ghe-keeper-test.XXXXXX")
trap clean_up EXIT
trap 'exit 130' INT TERM
[ -n "${GHE_KEEPER_TEST_KMS_KEY:-}" ] || export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
mount=any
# shellcheck source=bashtest/image.sh
[ -z "${IMAGE:-}" ] || . "$(dirname "${BASH_SOURCE[0]}")/image.sh"
