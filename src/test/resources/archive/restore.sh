#!/usr/bin/env bash
# Writes an archived snapshot into a new folder. Needs a copy of the store, and age, zstd, tar, jq and coreutils.
#
#     restore.sh STORE SNAPSHOT TARGET [IDENTITY]
#
# Every object is compared with the root first, and every file is found by the SHA-256 of its content.
set -euo pipefail
shopt -s dotglob globstar nullglob
export LC_ALL=C

store=$1 snapshot=$2 target=$3 identity=${4:-}
root=$store/snapshots/$snapshot.json
mkdir "$target"
work=$(mktemp -d "$target.work.XXXXXX")
trap 'rm -rf "$work"' EXIT

# The bytes of an object before encryption.
plain() {
  case $1 in
    *.age) age -d -i "$identity" "$store/$1" ;;
    *) cat "$store/$1" ;;
  esac
}

# A file under the SHA-256 of its content.
keep() {
  local sum
  sum=$(sha256sum < "$1")
  mv "$1" "$work/content/${sum%% *}"
}

check_objects() {
  jq -r '.objects[] | "\(.sha256)  \(.key)"' "$root" | (cd "$store" && sha256sum --check --quiet --strict)
}

# A name that looks like one of a part may also be one of a whole file.
unpack() {
  local key file
  mkdir "$work/content" "$work/parts"
  while read -r key; do
    mkdir "$work/pack"
    plain "$key" | zstd -dcq | tar -x -C "$work/pack" --no-same-owner --delay-directory-restore
    for file in "$work/pack"/**; do
      if [[ -f $file && $file =~ \.part[0-9]{6}of[0-9]{6}$ ]]; then
        mkdir -p "$work/parts/$(dirname "${file#"$work/pack/"}")"
        cp "$file" "$work/parts/${file#"$work/pack/"}"
      fi
      if [[ -f $file ]]; then keep "$file"; fi
    done
    rm -rf "$work/pack"
  done < <(jq -r '.objects[].key | select(startswith("packs/"))' "$root")
}

join_parts() {
  local first parts
  for first in "$work/parts"/**; do
    if [[ $first =~ ^(.*)\.part000001of([0-9]{6})$ ]]; then
      parts=("${BASH_REMATCH[1]}".part??????of"${BASH_REMATCH[2]}")
      cat "${parts[@]}" > "$work/joined"
      keep "$work/joined"
    fi
  done
}

# All entries of all units, one line each.
entries() {
  local object offset length last='' line
  while read -r object offset length; do
    if [[ $object != "$last" ]]; then plain "$object" > "$work/object"; fi
    last=$object
    dd if="$work/object" iflag=skip_bytes,count_bytes skip="$offset" count="$length" bs=1M status=none | zstd -dcq
  done < <(jq -r '.units[] | "\(.object) \(.offset) \(.length)"' "$work/manifest.json")
}

# A word of mtree(5): all other bytes than plain letters are \ooo.
decode() { printf -v REPLY '%b' "${1//\\/\\0}"; }

attributes() {
  if [[ $(id -u) = 0 ]]; then chown -h "$uid:$gid" "$1"; fi
  if [[ $type != link ]]; then chmod "$mode" "$1"; fi
  touch -h -d "@$time" "$1"
}

# Reads the words of an entry.
parse() {
  local word
  link='' digest='' device=''
  decode "$1"
  path=$target/${REPLY#./}
  shift
  for word in "$@"; do
    case $word in
      type=*) type=${word#*=} ;;
      mode=*) mode=${word#*=} ;;
      uid=*) uid=${word#*=} ;;
      gid=*) gid=${word#*=} ;;
      time=*) time=${word#*=} ;;
      sha256digest=*) digest=${word#*=} ;;
      device=*) device=${word#*=} ;;
      link=*)
        decode "${word#*=}"
        link=$REPLY
        ;;
    esac
  done
}

write_entry() {
  case $type in
    dir) mkdir -p "$path" && return ;;
    file) cp "$work/content/$digest" "$path" ;;
    link) ln -s "$link" "$path" ;;
    fifo) mkfifo "$path" ;;
    block) mknod "$path" b "$(cut -d, -f2 <<< "$device")" "$(cut -d, -f3 <<< "$device")" ;;
    char) mknod "$path" c "$(cut -d, -f2 <<< "$device")" "$(cut -d, -f3 <<< "$device")" ;;
    *) return ;; # a socket is made by its program
  esac
  attributes "$path"
}

check_objects
unpack
join_parts
plain "$(jq -r .manifest "$root")" | zstd -dcq > "$work/manifest.json"
entries > "$work/entries"
while read -r -a words; do
  if [[ ${words[0]} != \#* ]]; then
    parse "${words[@]}"
    write_entry
  fi
done < "$work/entries"
# Folders at the end: what is written into them sets their times.
while read -r -a words; do
  if [[ ${words[0]} != \#* ]]; then
    parse "${words[@]}"
    if [[ $type = dir ]]; then attributes "$path"; fi
  fi
done < "$work/entries"
