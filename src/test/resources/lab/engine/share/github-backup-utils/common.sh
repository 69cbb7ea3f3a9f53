# shellcheck shell=bash disable=SC1090,SC2034,SC2086,SC2154,SC2206 # sourced: words are split, and callers set and use
# Sourced by every script of the stand-in: configuration, log lines, ssh, faults.
#
# GHE_STANDIN_FAULT holds faults parted by commas:
#   fail:STEP     the step fails              hang:STEP    it never ends, a child of its own alive
#   stubborn:STEP it never ends, and its processes do not mind SIGTERM
#   slow:STEP     rsync carries 64 KiB/s      kill:STEP    SIGKILL to ghe-backup itself, children keep running
#   keep-incomplete, keep-current, no-finished-line        exit 0 without what proves a snapshot
#   skip:STEP     a restore's step does nothing, and is content        full:STEP   it finds the target's disk full
#   prune-error   an expired snapshot cannot be deleted    no-space    the host check finds the volume full

set +o posix
engine_root=${BASH_SOURCE[0]%/share/*}
read -r engine_version <"$engine_root/share/github-backup-utils/version"
if [[ $PATH != "$engine_root/bin:"* ]]; then PATH=$engine_root/bin:$engine_root/share/github-backup-utils:$PATH; fi

# Every script reads the file again, and it beats the environment, but for the host name.
host_of_environment=${GHE_HOSTNAME-}
configuration=
for file in "${GHE_BACKUP_CONFIG-}" "$engine_root/backup.config" "${HOME-}/.github-backup-utils/backup.config" \
  /etc/github-backup-utils/backup.config; do
  if [[ -f $file ]]; then
    configuration=$file
    GHE_BACKUP_CONFIG=$file
    . "$file"
    break
  fi
done
if [[ -z $configuration ]]; then
  echo "Error: No backup configuration file found. Tried:" >&2
  echo " - ${GHE_BACKUP_CONFIG:-$engine_root/backup.config}" >&2
  exit 2
fi
GHE_HOSTNAME=${host_of_environment:-${GHE_HOSTNAME-}}
for variable in GHE_HOSTNAME GHE_DATA_DIR; do
  if [[ -z ${!variable-} ]]; then
    echo "Error: $variable not set in config file." >&2
    exit 2
  fi
done
if [[ ! -d $GHE_DATA_DIR && ${GHE_CREATE_DATA_DIR:-yes} == yes ]]; then mkdir -p "$GHE_DATA_DIR"; fi
if [[ ! -d $GHE_DATA_DIR ]]; then
  echo "Error: GHE_DATA_DIR $GHE_DATA_DIR does not exist." >&2
  exit 8
fi
printf -v now '%(%Y%m%dT%H%M%S)T' -1
: "${GHE_NUM_SNAPSHOTS:=10}" "${TMPDIR:=/tmp}" "${GHE_SNAPSHOT_TIMESTAMP:=$now}"
snapshot=$GHE_DATA_DIR/$GHE_SNAPSHOT_TIMESTAMP
export GHE_HOSTNAME GHE_DATA_DIR GHE_SNAPSHOT_TIMESTAMP

# All of this is said and asked a hundred times in a run: by the shell itself, where it can.
log() { TZ=UTC0 printf '%(%FT%TZ)T  %s  %b\n' -1 "$1" "${2-}"; }
# Sets late: how a line of the log begins now.
mark() { TZ=UTC0 printf -v late '%(%FT%TZ)T  INFO  ' -1; }
faulty() { [[ ,${GHE_STANDIN_FAULT-}, == *",$1,"* ]]; }

# Any port but 122 behind the host's name is refused; the real one arrives by -p in GHE_EXTRA_SSH_OPTS. Sets bare_host
# and user.
without_port() {
  if [[ $1 == *:* && ${1##*:} != 122 ]]; then
    echo "Error: SSH port has to be 122 connecting to GitHub Enterprise Server, current value is ${1##*:} for $1." >&2
    return 1
  fi
  bare_host=${1%:*} user=admin
  if [[ $bare_host == *@* ]]; then user=${bare_host%@*}; fi
}

# Runs a command on the appliance. The first call of a run leaves an ssh master running, in a session of its own, that
# nothing here ever ends: later calls, and runs with the same TMPDIR, go through it unchecked.
remote() { remote_to "$*"; }

# socket_of ACCOUNT sets master: a name of eight digits for each account, found without another program.
socket_of() {
  local at code sum=5381
  for ((at = 0; at < ${#1}; at++)); do
    printf -v code %d "'${1:at:1}"
    sum=$(((sum * 33 + code) & 0xffffffff))
  done
  printf -v master '%s/.ghe-sshmux-%08x' "$TMPDIR" "$sum"
}

# remote_to COMMAND [SSH OPTION...]
remote_to() {
  local command=$1 bare_host user master options
  shift
  without_port "$GHE_HOSTNAME" || return 1
  # The user's own options come before -p 122: ssh keeps the first value, so that a -p in them wins.
  options=(-l "$user" ${GHE_EXTRA_SSH_OPTS-} "$@" -p 122 -o BatchMode=yes "${bare_host#*@}")
  if [[ -z ${GHE_DISABLE_SSH_MUX-} ]]; then
    socket_of "$user@$bare_host"
    options=(-o ControlMaster=auto -o "ControlPath=$master" -o ControlPersist=10m -o ServerAliveInterval=10
      "${options[@]}")
    if [[ ! -S $master ]]; then
      ssh -f "${options[@]}" -- /bin/true </dev/null >/dev/null 2>&1 || true
    fi
  fi
  ssh "${options[@]}" -- ${GHE_NICE-} ${GHE_IONICE-} "$command"
}

# copy ACCOUNT REMOTE_FOLDER NAME: rsync into the snapshot, hard-linked to the current one where nothing changed.
copy() {
  local bare_host user options=()
  without_port "$GHE_HOSTNAME"
  if [[ -d $GHE_DATA_DIR/current/$3 ]]; then
    options+=(--link-dest="$(realpath -m --relative-to="$snapshot/$3" "$GHE_DATA_DIR")/current/$3")
  fi
  if faulty "slow:$step"; then options+=(--bwlimit=64); fi
  if [[ ! -d $snapshot/$3 ]]; then mkdir -p "$snapshot/$3"; fi
  # Without -v, what rsync has to say is lost, as in the real one; with it, each file is named.
  local progress
  if [[ -n ${GHE_VERBOSE-} ]]; then exec {progress}>&1; else exec {progress}>/dev/null; fi
  log RSYNC "BEGIN: $step rsync" >&"$progress"
  rsync -av "${options[@]}" ${GHE_EXTRA_RSYNC_OPTS-} --rsync-path="sudo -u $1 rsync" --ignore-missing-args \
    -e "ssh -q ${GHE_EXTRA_SSH_OPTS-} -p 122 -l $user -o BatchMode=yes" \
    "${bare_host#*@}:$2/" "$snapshot/$3" >&"$progress" 2>&1
  log RSYNC "END: $step rsync" >&"$progress"
}

asked_to_verify() { [[ ${GHE_ROUTE_VERIFICATION-} == true && -z ${GHE_SKIP_ROUTE_VERIFICATION-} ]]; }

# verify LIST WHAT: what the list of routes names and the list on standard input does not, as later releases do it when
# they are asked to; 3.12.1 does it always. Neither takes it for a failure.
verify() {
  local found
  found=$(mktemp -d)
  sed 's# .*##' <<<"$1" | sort -u >"$found/source_routes"
  sort -u >"$found/destination_routes"
  git --no-pager diff --unified=0 --no-prefix -- "$found/source_routes" "$found/destination_routes" ||
    echo "Warning: One or more $2 were not found on the source appliance."
  rm -rf "$found"
}
