# shellcheck shell=bash
# How the tests reach ghe-keeper in a container: podman runs the pods of the Kubernetes manifests.
# io.ghekeeper.deploy.PodsForPodman wrote podman's flags for each pod to $PODS. This file does a kubelet's part: it fills
# the volumes, and sets their owners and modes. lib.sh sources it where IMAGE names an image.
#
# The manifests' pods: base, of the StatefulSet; cronjob; restore, of the Job.
#
# shellcheck disable=SC2034,SC2154 # lib.sh's variables

PODMAN=(podman --runtime runc)
container=$(basename "$site")
pod=$site/pod # the volumes: each is a folder KIND/OBJECT there

# What is not as the manifests say: the laboratory listens on this machine's own addresses, there are credentials and no
# role, and podman's health checks want systemd (probe_in_image asks instead).
here=(--network host --no-healthcheck --env AWS_ACCESS_KEY_ID --env AWS_SECRET_ACCESS_KEY --env AWS_SESSION_TOKEN)

# What the tests write to $etc and $secret is what the ConfigMap and the secret have.
begin_image() {
  local kind folder mode items
  group=$(<"$PODS/base/group")
  while read -r kind folder mode items; do
    mkdir -p "$pod/$folder"
    case $kind in
      claim)
        volume=$pod/$folder
        begin_disk
        ;;
      memory) memory=$pod/$folder/ghe-keeper ;;
    esac
  done <"$PODS/base/volumes"
  [ -n "${volume:-}" ] && [ -n "${memory:-}" ] || fail "the StatefulSet's pod has no claim, or no volume in memory"
}

# The volume is a disk of its own, as EBS gives one, where this machine can mount one. Its owner is root.
begin_disk() {
  truncate -s 1G "$site/disk"
  mkfs.ext4 -q "$site/disk"
  if mount -o loop "$site/disk" "$volume" 2>"$site/mount.err"; then
    mount=detect
  else
    echo "no disk of its own for /data, but a directory: $(cat "$site/mount.err")" >&2
  fi
  give_to_group "$volume" w
}

# give_to_group FOLDER [w]: what fsGroup makes a kubelet do to a volume.
give_to_group() {
  chgrp -hR "$group" "$1"
  find "$1" -type d -exec chmod "ug+r${2:-}x,g+s" {} + -o -type f -exec chmod "ug+r${2:-}" {} +
}

# The volumes of a pod that did not run before: of memory and of the node's disk it gets empty ones.
begin_pod() {
  local kind folder size items
  while read -r kind folder size items; do
    case $kind in
      memory)
        mkdir -p "$pod/$folder"
        ! mountpoint -q "$pod/$folder" || umount "$pod/$folder"
        mount -t tmpfs -o "size=${size%i},mode=777" tmpfs "$pod/$folder"
        give_to_group "$pod/$folder" w
        ;;
      disk)
        rm -rf -- "${pod:?}/$folder"
        mkdir -p "$pod/$folder"
        chmod 777 "$pod/$folder"
        give_to_group "$pod/$folder" w
        ;;
    esac
  done <"$PODS/$1/volumes"
  fill_volumes "$1"
}

# What a kubelet does again and again, for a pod that runs as well.
fill_volumes() {
  local kind folder mode items
  while read -r kind folder mode items; do
    # shellcheck disable=SC2086 # they are words
    case $kind in
      configMap) fill "$etc" "$folder" "$mode" $items ;;
      secret) fill "$secret" "$folder" "$mode" $items ;;
      labels) fill "$PODS/$1" "$folder" "$mode" $items ;;
    esac
  done <"$PODS/$1/volumes"
}

# fill FROM FOLDER MODE [KEY=PATH...]: writes the files into a new folder, behind two links. A change replaces one of the
# links, so that a reader never sees one file new and another one old.
fill() {
  local from=$1 place=$pod/$2 mode=$3 new old item all
  shift 3
  if [ $# -eq 0 ]; then
    mapfile -t all < <(ls "$from")
    set -- "${all[@]}"
  fi
  new=$(mktemp -d "$place/..$(date +%Y_%m_%d_%H_%M_%S).XXXXXXXXXX")
  for item; do
    [ ! -f "$from/${item%%=*}" ] || install -m "$mode" "$from/${item%%=*}" "$new/${item#*=}"
  done
  if diff -rq "$place/..data/" "$new" >/dev/null 2>&1; then
    rm -r "$new"
    return
  fi
  chmod 755 "$new"
  old=$(readlink "$place/..data" || true)
  ln -s "$(basename "$new")" "$place/..data_tmp"
  mv -T "$place/..data_tmp" "$place/..data"
  find "$place" -maxdepth 1 -type l ! -name '..data' -delete
  for item in "$new"/*; do
    [ ! -e "$item" ] || ln -s "..data/$(basename "$item")" "$place/"
  done
  [ -z "$old" ] || rm -r "${place:?}/$old"
  chmod 777 "$place"
  give_to_group "$place"
}

# flags_of POD: sets $flags to podman's flags for it.
flags_of() {
  mapfile -t flags <"$PODS/$1/flags"
  flags=("${here[@]}" "${flags[@]//\{pod\}/$pod}")
}

# run_pod POD ARGUMENTS...: to its end.
run_pod() {
  flags_of "$1"
  begin_pod "$1"
  shift
  "${PODMAN[@]}" run --rm --interactive "${flags[@]}" "$IMAGE" "$@"
}

is_running() {
  [ "$("${PODMAN[@]}" inspect --format '{{.State.Running}}' "$container" 2>/dev/null)" = true ]
}

# In the pod that runs, or as the pod of a Job.
keeper_in_image() {
  if is_running; then
    fill_volumes base
    "${PODMAN[@]}" exec --interactive "$container" ghe-keeper "$@"
  elif [ "${1:-}" = restore ]; then
    run_pod restore "$@"
  else
    run_pod cronjob "$@"
  fi
}

# The same without anything at /data.
without_volume() {
  local flag kept=()
  flags_of cronjob
  begin_pod cronjob
  for flag in "${flags[@]}"; do
    [[ $flag == --volume=*:/data ]] || kept+=("$flag")
  done
  "${PODMAN[@]}" run --rm "${kept[@]}" "$IMAGE" "$@"
}

supervise_in_image() {
  "${PODMAN[@]}" rm --force --time 0 "$container" >/dev/null 2>&1 || true
  begin_pod base
  begin_container
}

begin_container() {
  local arguments
  mapfile -t arguments <"$PODS/base/args"
  flags_of base
  "${PODMAN[@]}" run --detach --name "$container" --log-driver k8s-file --log-opt path="$site/container.log" "${flags[@]}" \
    "$IMAGE" "${arguments[@]}" >/dev/null
  : >"$log"
  "${PODMAN[@]}" logs --follow "$container" >>"$log" 2>&1 &
}

# probe_in_image startup|readiness|liveness: what the kubelet executes in the container, or gets from it, and in what time.
probe_in_image() {
  local words
  mapfile -t words <"$PODS/base/$1"
  if [ "${words[1]}" = GET ]; then
    get "${words[2]}" "${words[3]}" "${words[0]}"
  else
    timeout "${words[0]}" "${PODMAN[@]}" exec "$container" "${words[@]:1}"
  fi
}

# get PORT PATH SECONDS: what the container answers, which has the network of this machine; 0 as a kubelet takes it.
get() {
  local answer
  # shellcheck disable=SC2016 # for the inner shell
  answer=$(timeout "$3" bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$0" && printf "GET %s HTTP/1.0\r\n\r\n" "$1" >&3 && cat <&3' \
    "$1" "$2" 2>&1) || { echo "no answer: $answer"; return 1; }
  echo "$answer"
  [[ $answer =~ ^HTTP/1\.[01]\ [23] ]]
}

# What holds a terminal open inside, as a kubelet does, goes as well.
cut_off_image() {
  pkill -KILL -f "conmon .*$("${PODMAN[@]}" inspect --format '{{.Id}}' "$container").* --exec" ||
    fail "nothing held a terminal open in the container"
}

# In the time that the manifest gives it, which is longer than a test can be.
stop_image() {
  timeout 60 "${PODMAN[@]}" stop "$container" >/dev/null || fail "it did not stop within a minute"
  status=$("${PODMAN[@]}" inspect --format '{{.State.ExitCode}}' "$container")
}

end_image() {
  local place
  "${PODMAN[@]}" rm --force --time 0 "$container" >/dev/null 2>&1
  for place in "${volume:-}" "$pod"/memory/*; do
    ! mountpoint -q "$place" || umount "$place"
  done
}
