# shellcheck shell=bash
# How the tests reach ghe-keeper in a container, set up as the Kubernetes manifests do it: another user than root, a root
# file system that cannot be written, nothing but /data on a disk. Sourced by lib.sh where IMAGE names an image.
#
# shellcheck disable=SC2034,SC2154 # lib.sh's variables

PODMAN=(podman --runtime runc)
container=$(basename "$site")

# The volume is a disk of its own, as EBS gives one, where this machine can mount one.
begin_image() {
  truncate -s 1G "$site/disk"
  mkfs.ext4 -q -E root_owner=999:999 "$site/disk"
  if mount -o loop "$site/disk" "$volume" 2>"$site/mount.err"; then
    mount=detect
  else
    echo "no disk of its own for /data, but a directory: $(cat "$site/mount.err")" >&2
    own "$volume"
  fi
  chmod 755 "$site" "$site/etc" "$site/meta"
}

# shellcheck disable=SC2054 # the commas are podman's
pod=(--network host --read-only --read-only-tmpfs=false --user 999:999 --cap-drop all
  --security-opt no-new-privileges --no-healthcheck --env AWS_ACCESS_KEY_ID --env AWS_SECRET_ACCESS_KEY
  --env AWS_SESSION_TOKEN --memory 1g --memory-swap 1g
  --tmpfs /run:rw,noexec,nosuid,nodev,size=16m,mode=1777,notmpcopyup --tmpfs /tmp:rw,nosuid,nodev,size=64m,mode=1777,notmpcopyup
  --volume "$site/volume:/data" --volume "$site/etc:/etc/ghe-keeper:ro"
  --volume "$site/meta:/meta/ghe-backup-secret:ro")

is_running() {
  [ "$("${PODMAN[@]}" inspect --format '{{.State.Running}}' "$container" 2>/dev/null)" = true ]
}

keeper_in_image() {
  if is_running; then
    "${PODMAN[@]}" exec --interactive "$container" ghe-keeper "$@"
  else
    "${PODMAN[@]}" run --rm --interactive "${pod[@]}" "$IMAGE" "$@"
  fi
}

# The same without anything at /data.
without_volume() {
  local arguments=("${pod[@]}") i
  for i in "${!arguments[@]}"; do
    [ "${arguments[i]}" != "$site/volume:/data" ] || unset "arguments[$((i - 1))]" "arguments[$i]"
  done
  "${PODMAN[@]}" run --rm "${arguments[@]}" "$IMAGE" "$@"
}

supervise_in_image() {
  "${PODMAN[@]}" rm --force --time 0 "$container" >/dev/null 2>&1 || true
  "${PODMAN[@]}" run --detach --name "$container" --log-driver k8s-file --log-opt path="$site/container.log" "${pod[@]}" \
    "$IMAGE" >/dev/null
  : >"$log"
  "${PODMAN[@]}" logs --follow "$container" >>"$log" 2>&1 &
}

# What holds a terminal open inside, as a kubelet does, goes as well.
cut_off_image() {
  pkill -KILL -f "conmon .*$("${PODMAN[@]}" inspect --format '{{.Id}}' "$container").* --exec" || true
}

stop_image() {
  "${PODMAN[@]}" stop --time 60 "$container" >/dev/null
  status=$("${PODMAN[@]}" inspect --format '{{.State.ExitCode}}' "$container")
}

end_image() {
  "${PODMAN[@]}" rm --force --time 0 "$container" >/dev/null 2>&1
  mountpoint -q "$site/volume" && umount "$site/volume"
}
