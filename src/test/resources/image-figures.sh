#!/usr/bin/env bash
# Figures of the image, as rows of the table of ./dev bench. Run by bashtest/run as if it were a test.
#
# shellcheck disable=SC2154 # lib.sh's variables
# shellcheck source=bashtest/lib.sh
. bashtest/lib.sh
deploy

row() {
  echo "| $1 | $2 | ${3:-} |"
}

megabytes() {
  echo "$(($1 / 1000000)) MB"
}

# What of the image a folder takes, in bytes.
part() {
  local folder total=0
  for folder; do
    total=$((total + $(du --summarize --apparent-size --block-size 1 --one-file-system "$root/$folder" | cut -f1)))
  done
  echo "$total"
}

root=$("${PODMAN[@]}" image mount "$IMAGE")
whole=$("${PODMAN[@]}" image inspect --format '{{.Size}}' "$IMAGE")
utils=$(part opt/backup-utils) java=$(part opt/ghe-keeper/java) keeper=$(part opt/ghe-keeper/bin opt/ghe-keeper/lib)
"${PODMAN[@]}" image unmount "$IMAGE" >/dev/null
row "image, unpacked, backup-utils aside" "$(megabytes $((whole - utils)))" "350 MB"
row "of it, Java" "$(megabytes "$java")"
row "of it, ghe-keeper with its archive of classes" "$(megabytes "$keeper")"
row "of it, Debian with what backup-utils calls (git and Perl are half of it)" "$(megabytes $((whole - utils - java - keeper)))"

# Of all processes in the container; what they share is counted once.
memory() {
  local pid total=0 share
  for pid in $("${PODMAN[@]}" top "$container" hpid 2>/dev/null | tail -n +2); do
    share=$(awk '/^Pss:/ {print $2}' "/proc/$pid/smaps_rollup" 2>/dev/null) || share=0
    total=$((total + ${share:-0}))
  done
  echo $((total / 1024))
}

# From the container's start, the engine's part of it included, until the supervisor says that it is ready.
times=()
for _ in 1 2 3 4 5; do
  begin=$(date +%s%3N)
  supervise_in_image
  pid=$("${PODMAN[@]}" inspect --format '{{.State.Pid}}' "$container")
  until [ -e "/proc/$pid/root/run/ghe-keeper/supervisor" ]; do sleep 0.01; done
  times+=($(($(date +%s%3N) - begin)))
done
row "container ready after its start, median of 5" "$(printf '%s\n' "${times[@]}" | sort -n | sed -n 3p) ms" "2000 ms"

sleep 10 # idle is what is measured
row "container idle, memory of all its processes" "$(memory) MiB"
keeper backup >"$site/first.out" 2>&1
row "container after a backup by exec, memory" "$(memory) MiB"

most() {
  local most=0 now
  while kill -0 "$1" 2>/dev/null; do
    now=$(memory)
    [ "$now" -le "$most" ] || most=$now
  done
  echo "$most"
}
keeper backup >"$site/second.out" 2>&1 &
row "container during a backup by exec beside the supervisor, most memory" "$(most $!) MiB"
keeper appliance trust "$LAB_TARGET" --yes >/dev/null
keeper restore "$LAB_TARGET" --maintenance --yes "$LAB_TARGET" >"$site/restore.out" 2>&1 &
row "container during a restore that is followed, most memory" "$(most $!) MiB"
