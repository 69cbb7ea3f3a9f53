#!/usr/bin/env bash
# The volume and its cluster are lost. The archive and an identity restore: by a ghe-keeper with a new volume, and without any.
# not in the image: the store is a folder, which no pod of the manifests has
# shellcheck source=bashtest/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
page=docs/restore.md instructions=src/main/resources/io/ghekeeper/archive/RESTORE.txt

store=$site/store identity=$site/identity
mkdir "$store"
age-keygen -o "$identity" 2>/dev/null
age-keygen -o "$site/other" 2>/dev/null
deploy "archive: {store: \"file://$store\", recipients: [$(age-keygen -y "$identity"), $(age-keygen -y "$site/other")]}"
for word in backup seal archive; do
  keeper "$word" >"$site/$word.out" 2>&1 || fail "$(cat "$site/$word.out")"
done
snapshot=$(readlink "$data/current")
mv "$data" "$site/lost"
lose_all() { rm -rf "$data" "$volume/ghe-keeper"; }

it "restores from the archive onto a new volume, by the two lines of the page"
lose_all
keeper appliance trust "$LAB_TARGET" --yes >/dev/null
ghe-keeper() { keeper "$@"; }
mapfile -t lines < <(awk '/^## / { there = $0 == "## From the archive" } there' "$page" | sed -n 's/^    \$ //p' | head -2 |
  sed "s#github-new.example.com#$LAB_TARGET#g; s#IDENTITY#$identity#; s#--from-archive#& --maintenance#")
[ ${#lines[@]} -eq 2 ] || fail "not two lines"
for line in "${lines[@]}"; do
  it "types: $line"
  status=0
  output=$(eval "$line" 2>&1) || status=$?
  expect_status 0
done
expect_output "is restored onto $LAB_TARGET" "left to do by hand"

# of A SECTION: what it has typed, with this laboratory's names; the store is a folder, and has no aws.
typed_there() {
  awk -v title="$1" '/^##+ / { there = $0 == title } there' "$page" | sed -n 's/^        //p' |
    sed -e "s#aws s3 cp s3://BUCKET/PREFIX/restore.sh#cp $store/restore.sh#; s#s3://BUCKET/PREFIX#$store#" \
      -e "s#--identity FILE#--identity $identity#; s#/mnt/ghe-backup#$site/rescued#g; s#SNAPSHOT#$snapshot#g" \
      -e "s#github-new.example.com#$LAB_TARGET#g" | for_backup_utils
}

# The laboratory's appliance has another port, and no person answers here.
for_backup_utils() {
  sed -e "s#-p 122#-p $LAB_PORT -o StrictHostKeyChecking=accept-new -o UserKnownHostsFile=$site/hosts#" \
    -e "s#OPTS='#&-o Port=$LAB_PORT -o UserKnownHostsFile=$site/hosts #" \
    -e "s#backup-utils/bin/ghe-restore#$LAB_ENGINE/bin/ghe-restore -f#"
}

# type_each KEY: what is typed on descriptor 7; what it printed is in $output.
type_each() {
  local line printed=''
  while IFS= read -r line <&7; do
    it "types: $line"
    case $line in ssh\ *) let_in "$1.pub" ;; esac
    status=0
    eval "$line" >"$site/typed.out" 2>&1 </dev/null || status=$?
    output=$(cat "$site/typed.out")
    expect_status 0
    printed+=$output$'\n'
  done
  output=$printed
}

mkdir "$site/rescued" "$site/by-hand"
cd "$site/by-hand"
page=$OLDPWD/$page instructions=$OLDPWD/$instructions

it "writes the snapshot out of the store with what is in the store, and an identity"
type_each none 7< <(typed_there "## Nothing but the safe")
expect_output "$snapshot" "whole"
run diff -r --no-dereference "$site/lost" "$site/rescued/ghe-production-data"
expect_status 0

it "restores it with backup-utils alone, as the page says"
type_each "$PWD/rescue" 7< <(typed_there "### Without an image of ghe-keeper")
expect_output "Restore of $LAB_TARGET"
run diff -r "$LAB_APPLIANCE_FILES/data/user/storage" "$LAB_TARGET_FILES/data/user/storage"
expect_status 0

it "restores it again by the text that lies in the store"
type_each "$site/key" 7< <(awk '/^6\. / { there = 1 } /^With aws/ { there = 0 } there' "$instructions" | sed -n 's/^    //p' |
  sed -e "s#\bHOST\b#$LAB_TARGET#g; s#\bSNAPSHOT\b#$snapshot#g; s#\bDATA\b#$site/rescued/ghe-production-data#g" \
    -e "s#\bKEY\b#$site/key#g" | for_backup_utils)
expect_output "Restore of $LAB_TARGET"
