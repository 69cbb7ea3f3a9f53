#!/usr/bin/env bash
# The worst day: pod, cluster and keys are lost. The commands of docs/restore.md restore with the volume alone.
# only in the image
# shellcheck source=bashtest/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
deploy
keeper backup >"$site/backup.out" 2>&1 || fail "$(cat "$site/backup.out")"
umount "$volume" || fail "this machine mounts no disk for /data"

end_rescue() {
  local ended=$?
  set +e
  "${PODMAN[@]}" rm --force --time 0 restore >/dev/null 2>&1
  umount "$site/rescue-volume" "$site/rescue-run" 2>/dev/null
  (exit "$ended") # the status of the test, for clean_up
  clean_up
}
trap end_rescue EXIT

# The commands of that section, with this laboratory's names for what they name. What only AWS and a person's eyes do is left out.
typed_there() {
  awk '/^## / { there = $0 == "## Only the volume is left" } there' docs/restore.md | sed -n 's/^    \$ //p' |
    grep -vE '^(aws|lsblk) ' |
    sed -e "s#sudo docker#${PODMAN[*]}#g; s#sudo ##g; s# -it # -i #; s#--network host#& -e GHE_KEEPER_APPLIANCE_PORT=$LAB_PORT#" \
      -e "s#/mnt/ghe-backup#$site/rescue-volume#g; s#/mnt/ghe-keeper-run#$site/rescue-run#g; s#/dev/nvme1n1#$site/disk#g" \
      -e "s#-f rescue\$#-f $site/rescue#; s#0400 rescue#0400 $site/rescue#" \
      -e "s#github-new.example.com#$LAB_TARGET#g; s#github.example.com#$LAB_APPLIANCE#g; s#IMAGE#$IMAGE#g"
}

it "types every command of the section"
while IFS= read -r line <&7; do
  [ "${line%% *}" != rescue ] || {
    it "finds the key and the target before the restore"
    let_in "$site/rescue.pub"
    run ghe-keeper key check
    expect_status 0
    run ghe-keeper appliance trust "$LAB_TARGET" --yes
    expect_status 0
    run ghe-keeper restore "$LAB_TARGET" --maintenance --plan
    expect_status 0
    line="$line --maintenance"
  }
  it "types: $line"
  status=0
  eval "$line" >"$site/typed.out" 2>&1 </dev/null || status=$?
  output=$(cat "$site/typed.out")
  expect_status 0
done 7< <(typed_there)
expect_output "left to do by hand"

it "has restored what was backed up"
[ "$("${PODMAN[@]}" wait restore)" = 0 ] || fail "the restore's exit status is not 0"
run diff -r "$LAB_APPLIANCE_FILES/data/user/storage" "$LAB_TARGET_FILES/data/user/storage"
expect_status 0
