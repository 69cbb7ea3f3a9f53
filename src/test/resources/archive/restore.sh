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
declare -A content times

# The bytes of an object before encryption.
plain() {
  case $1 in
    *.age) age -d -i "$identity" "$store/$1" ;;
    *) cat "$store/$1" ;;
  esac
}

check_objects() {
  jq -r '.objects[] | "\(.sha256)  \(.key)"' "$root" | (cd "$store" && sha256sum --check --quiet --strict)
}

# Notes which content lies in which file.
note() {
  local files=() file line
  for file; do
    if [[ -f $file ]]; then files+=("$file"); fi
  done
  if ((${#files[@]})); then
    while IFS= read -r -d '' line; do content[${line:0:64}]=${line:66}; done < <(sha256sum -z -- "${files[@]}")
    while IFS= read -r -d '' line; do times[${line#* }]=${line%% *}; done < <(stat --printf '%.9Y %n\0' -- "${files[@]}")
  fi
}

unpack() {
  local key pack=0
  while read -r key; do
    pack=$((pack + 1))
    mkdir "$work/$pack"
    plain "$key" | zstd -dcq | tar -x -C "$work/$pack" --no-same-owner --delay-directory-restore
    note "$work/$pack"/**
  done < <(jq -r '.objects[].key | select(startswith("packs/"))' "$root")
}

# A name that looks like one of a part may also be one of a whole file: then what is joined here is of no use.
join_parts() {
  local first name count parts joined=0
  for first in "$work"/*/**/*.part000001of??????; do
    if [[ $first =~ ^"$work"/[0-9]+/(.*)\.part000001of([0-9]{6})$ ]]; then
      name=${BASH_REMATCH[1]} count=${BASH_REMATCH[2]} parts=()
      for ((part = 1; part <= 10#$count; part++)); do
        parts+=("$work"/*/"$name.part$(printf %06d "$part")of$count")
      done
      joined=$((joined + 1))
      cat -- "${parts[@]}" > "$work/joined.$joined"
      note "$work/joined.$joined"
    fi
  done
}

# All entries of all units, one line each.
entries() {
  local object offset length last=''
  while read -r object offset length; do
    if [[ $object != "$last" ]]; then plain "$object" > "$work/object"; fi
    last=$object
    dd if="$work/object" iflag=skip_bytes,count_bytes skip="$offset" count="$length" bs=1M status=none
  done < <(jq -r '.units[] | "\(.object) \(.offset) \(.length)"' "$work/manifest.json") | zstd -dcq
}

# A word of mtree(5): all other bytes than plain letters are \ooo.
decode() { printf -v REPLY '%b' "${1//\\/\\0}"; }

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

make() {
  case $type in
    dir) if [[ ! -d $path ]]; then mkdir -p -- "$path"; fi ;;
    file) cp --preserve=timestamps --reflink=auto -- "${content[$digest]}" "$path" ;;
    link) ln -s -- "$link" "$path" ;;
    fifo) mkfifo -- "$path" ;;
    block) mknod -- "$path" b "$(cut -d, -f2 <<< "$device")" "$(cut -d, -f3 <<< "$device")" ;;
    char) mknod -- "$path" c "$(cut -d, -f2 <<< "$device")" "$(cut -d, -f3 <<< "$device")" ;;
    *) return 1 ;; # a socket is made by its program
  esac
}

# Adds this path to those that get the same owner, or mode.
group() {
  local -n paths=$1
  paths+=("$path")
}

# Owners first: that takes set-user-id away. Folders last, and the inner ones first.
apply() {
  local name i
  if [[ $(id -u) = 0 ]]; then
    for name in ${!owner_@}; do
      # shellcheck disable=SC2178
      local -n paths=$name
      for ((i = 0; i < ${#paths[@]}; i += 1000)); do
        chown -h "$(cut -d_ -f2,3 --output-delimiter=: <<< "$name")" -- "${paths[@]:i:1000}"
      done
    done
  fi
  for name in ${!mode_@}; do
    # shellcheck disable=SC2178
    local -n paths=$name
    for ((i = 0; i < ${#paths[@]}; i += 1000)); do chmod "${name#mode_}" -- "${paths[@]:i:1000}"; done
  done
  for ((i = ${#folders[@]} - 1; i >= 0; i--)); do
    chmod "${folder_modes[i]}" -- "${folders[i]}"
    touch -d "@${folder_times[i]}" -- "${folders[i]}"
  done
}

write() {
  local words
  while read -r -a words; do
    if [[ ${words[0]} = \#* ]]; then continue; fi
    parse "${words[@]}"
    if ! make; then continue; fi
    group "owner_${uid}_$gid"
    if [[ $type = dir ]]; then
      folders+=("$path") folder_modes+=("$mode") folder_times+=("$time")
      continue
    fi
    # Most files have the time that they were packed with.
    if [[ $type != file || ${times[${content[$digest]}]} != "$time" ]]; then touch -h -d "@$time" -- "$path"; fi
    if [[ $type != link ]]; then group "mode_$mode"; fi
  done < "$work/entries"
}

folders=() folder_modes=() folder_times=()
check_objects
unpack
join_parts
plain "$(jq -r .manifest "$root")" | zstd -dcq > "$work/manifest.json"
entries > "$work/entries"
write
apply
