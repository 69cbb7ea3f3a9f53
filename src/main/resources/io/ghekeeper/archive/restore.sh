#!/usr/bin/env bash
# Writes an archived snapshot of ghe-keeper into a folder, without ghe-keeper. RESTORE.txt says how to use it.
#
# No program is started for each file. Entries are lines of text, which awk and sort take. What has to be written goes
# through one tar archive for each pack: its headers are made here, from the lists of the seal.
set -euo pipefail
export LC_ALL=C
umask 077

usage() {
  cat <<'TEXT'
usage: bash restore.sh STORE SNAPSHOT TARGET [--identity FILE] [--path PREFIX] [--root N]
       bash restore.sh STORE --list

  STORE            the folder, s3://BUCKET/PREFIX (with aws), or rclone:REMOTE:PATH (with rclone)
  SNAPSHOT         its name, as 20261120T031700
  TARGET           a new or empty folder; one that an earlier call began is gone on with
  --identity FILE  the file with an identity of age; needed where the archive is encrypted
  --path PREFIX    only what has this path, or is below it
  --root N         the root to go by; without it the newest that can be read, as SNAPSHOT.2.json: see --list
  --list           the snapshots: name, when archived, bytes, entries, roots
TEXT
}

# What others wrote is shown as plain text: a control character could change what the terminal shows.
die() {
  printf 'restore.sh: %s\n' "${@//[^ -~]/?}" >&2
  exit 1
}

say() { printf '%s\n' "${*//[^ -~]/?}" >&2; }

store='' snapshot='' target='' identity='' only='' number='' list=''

arguments() {
  local words=()
  while (($#)); do
    case $1 in
      --identity | --path | --root)
        (($# > 1)) || die "$1 needs a value"
        case $1 in --path) only=$2 ;; --root) number=$2 ;; *) identity=$2 ;; esac
        shift
        ;;
      --list) list=yes ;;
      --help | -h) usage && exit ;;
      --*) die "there is no option $1" "Type: bash restore.sh --help" ;;
      *) words+=("$1") ;;
    esac
    shift
  done
  if ((${#words[@]} != (${#list} ? 1 : 3))); then
    usage >&2
    exit 2
  fi
  store=${words[0]} snapshot=${words[1]:-} target=${words[2]:-}
  [[ $list || $snapshot =~ ^[0-9]{8}T[0-9]{6}$ ]] || die "$snapshot is no name of a snapshot" "Names are listed by: --list"
  [[ ! $number || $number =~ ^[1-9][0-9]{0,8}$ ]] || die "--root needs a number, as 1"
  only=${only#./} only=${only%/}
}

need() {
  local tool missing=()
  for tool; do
    command -v "$tool" >/dev/null || missing+=("$tool")
  done
  ((!${#missing[@]})) || die "missing here: ${missing[*]}" "Install each, then type the same again."
}

# The store: a folder, a bucket, or a remote of rclone.
kind='' bucket='' prefix=''

open_store() {
  case $store in
    s3://*)
      need aws
      kind=aws bucket=${store#s3://}
      if [[ $bucket = */* ]]; then prefix=${bucket#*/}; fi
      bucket=${bucket%%/*} prefix=${prefix%/}
      prefix=${prefix:+$prefix/}
      ;;
    rclone:*)
      need rclone
      kind=rclone store=${store#rclone:}
      [[ $store = *[:/] ]] || store+=/
      ;;
    *)
      kind=folder store=${store#file://}
      [[ -d $store ]] || die "$store is not a folder"
      store=$(cd -- "$store" && pwd -P)
      ;;
  esac
}

s3() { aws ${AWS_ENDPOINT_URL:+--endpoint-url "$AWS_ENDPOINT_URL"} s3api "$@" --bucket "$bucket"; }

# The names of a folder of the store, with the version that was put first: a delete marker hides none, and what was put over one
# does not count. Lines: NAME VERSION.
names() {
  case $kind in
    folder) if [[ -d $store/$1 ]]; then (cd "$store/$1" && find . -maxdepth 1 -type f -name '*.json' -printf '%P -\n'); fi ;;
    rclone) { rclone -q lsf --files-only "$store$1" 2>"$work/error" || (($? == 3)) || die "$store cannot be listed: $(tail -n 1 "$work/error")"; } \
      | awk '{ print $1, "-" }' ;; # 3: there is no such folder
    aws)
      aws_names "$prefix$1/" \
        | awk -v skip="${#prefix}" -v folder="$1/" 'NF == 2 { sub(/\r$/, ""); version[substr($1, skip + length(folder) + 1)] = $2 }
            END { for (name in version) print name, version[name] == "null" ? "-" : version[name] }'
      ;;
  esac
}

# A gateway may know no versions, and a role may not list them.
aws_names() {
  s3 list-object-versions --prefix="$1" --query 'Versions[].[Key,VersionId]' --output text 2>"$work/error.names" && return
  say "versions cannot be listed, so what a delete marker hides is not seen: $(tail -n 1 "$work/error.names")"
  s3 list-objects-v2 --prefix="$1" --query "Contents[].[Key,'null']" --output text 2>"$work/error.names" \
    || die "$store cannot be listed: $(tail -n 1 "$work/error.names")"
}

# The bytes of an object, as they are in the store, into a file.
bring() {
  local key=$1 version=$2 file=$3 error=$work/error
  # aws reads the file or the page that a parameter names by an address. Ceph's versions may begin with a dash.
  [[ $version = - || ( $version =~ ^[!-~]+$ && $version != *://* ) ]] ||
    die "$key: the store names a version that can be none"
  case $kind in
    folder) cat -- "$store/$key" >"$file" 2>"$error" && return ;;
    rclone) rclone -q cat "$store$key" >"$file" 2>"$error" && [[ -s $file ]] && return ;; # 0 where it is not there
    aws)
      if [[ $version = - ]]; then
        s3 get-object --key="$prefix$key" "$file" >/dev/null 2>"$error" && return
      else
        s3 get-object --key="$prefix$key" --version-id="$version" "$file" >/dev/null 2>"$error" && return
      fi
      ;;
  esac
  unreadable "$key" "$version" "$(tail -n 3 "$error" | tr '\n' ' ')"
}

unreadable() {
  local lines=("$1 cannot be read: ${3:-the store does not have it}")
  if [[ $2 != - && $kind = aws ]]; then
    lines+=("Its version $2 was asked for: that was deleted, or this role may not read it (s3:GetObjectVersion).")
  elif [[ $2 != - ]]; then
    lines+=("Where a delete marker hides it, its version is still there: aws s3api get-object --version-id=$2 ..."
      "With STORE as s3://BUCKET/PREFIX, this script reads each object by its version.")
  fi
  bad "${lines[@]}"
}

# An object that a root names. A snapshot may have several roots.
bad() {
  if ((${#own[@]} > 1)); then die "$@" "Another root of the snapshot may name a whole one: --root N, as --list shows them."; fi
  die "$@"
}

roots() {
  names snapshots | awk -F '[. ]' '$1 ~ /^[0-9]+T[0-9]+$/ && length($1) == 15 {
    if ($2 == "json") print $1, 1, $0
    else if ($2 ~ /^[0-9]+$/ && $3 == "json") print $1, $2, $0
  }' | sort -k1,1 -k2,2n
}

# A tombstone counts where it names the snapshot, and the appliance of the root that was just brought.
is_given_up() {
  local id=$1 tombstone
  tombstone=$(awk -v name="$id.json" '$1 == name' <<<"$2")
  [[ -n $tombstone ]] && (bring "tombstones/$id.json" "${tombstone##* }" "$work/tombstone") 2>/dev/null &&
    jq -e --arg id "$id" --arg appliance "$(jq -r .appliance "$work/root")" \
      '.snapshot == $id and .appliance == $appliance' "$work/tombstone" >/dev/null 2>&1
}

# Whether $work/root is a root of this snapshot; else what is wrong is in $work/error.
is_sound() {
  jq -e --arg id "$1" '.format == 1 and .snapshot == $id and (.manifest | type) == "string" and (.entries | type) == "number"
    and (.objects | type) == "array" and ([.objects[]
      | (.key | type == "string" and test("\\A(packs|units|manifests)/[0-9a-z/.]+\\z") and (contains("..") | not))
      and (.length | type == "number" and . >= 0 and floor == .) and (.sha256 | type == "string" and test("\\A[0-9a-f]{64}\\z"))
      and (.version // "-" | type == "string" and test("\\A[!-~]+\\z"))] | all)' "$work/root" >/dev/null 2>&1
}

# The first of these roots that is sound, as $work/root: $root_number, $root_name. Lines of a file: NUMBER NAME VERSION. The others
# may be junk: who may put objects may put a root of a higher number.
sound_root() {
  local id=$1 name version
  while read -r root_number name version; do
    root_name=snapshots/$name
    if ! (bring "$root_name" "$version" "$work/root") 2>"$work/error.root"; then
      say "warning: $(head -n 1 "$work/error.root")"
    elif ! is_sound "$id"; then
      say "warning: $root_name is damaged, or of a format that this script does not know"
    else
      return 0
    fi
  done <"$2"
  return 1
}

root_number='' root_name='' own=()

# Of each snapshot, the root with the highest number counts that can be read.
list_snapshots() {
  local id gone numbers more
  gone=$(names tombstones)
  roots >"$work/roots"
  while read -r id; do
    awk -v id="$id" '$1 == id { print $2, $3, $4 }' "$work/roots" | sort -rn >"$work/roots.own"
    numbers=$(cut -d ' ' -f 1 "$work/roots.own" | sort -n | tr '\n' ' ') more=''
    if [[ $numbers != '1 ' ]]; then more=" roots ${numbers% }"; fi
    if sound_root "$id" "$work/roots.own"; then
      more=$(jq -r '"\(.archivedAt) \(.bytes) bytes \(.entries) entries"' "$work/root")$more
      if is_given_up "$id" "$gone"; then more+=' (given up by retention)'; fi
    else
      more="unreadable$more"
    fi
    printf '%s %s\n' "$id" "${more//[^ -~]/?}"
  done < <(cut -d ' ' -f 1 "$work/roots" | sort -u)
}

declare -A row_length row_sha256 row_version
root_sha256='' manifest='' root_entries=''

read_root() {
  local key length sha256 version
  roots | awk -v id="$snapshot" '$1 == id { print $2, $3, $4 }' | sort -rn >"$work/roots.own"
  [[ -s $work/roots.own ]] || die "the store has no snapshot $snapshot" "Names are listed by: --list" \
    "What a delete marker hides is found with STORE as s3://BUCKET/PREFIX."
  mapfile -t own < <(cut -d ' ' -f 1 "$work/roots.own")
  if [[ $number ]]; then
    awk -v number="$number" '$1 == number' "$work/roots.own" >"$work/roots.one"
    [[ -s $work/roots.one ]] || die "$snapshot has no root $number" "It has: ${own[*]}"
    mv "$work/roots.one" "$work/roots.own"
  fi
  sound_root "$snapshot" "$work/roots.own" || die "no root of $snapshot can be read" "What is wrong with each is said above."
  if ((${#own[@]} > 1)); then say "root $root_number: $root_name, of $(jq -r .archivedAt "$work/root"); there are ${own[*]}"; fi
  root_sha256=$(sha256sum <"$work/root")
  manifest=$(jq -r .manifest "$work/root") root_entries=$(jq -r .entries "$work/root")
  while read -r key length sha256 version; do
    row_length[$key]=$length row_sha256[$key]=$sha256 row_version[$key]=$version
  done < <(jq -r '.objects[] | "\(.key) \(.length) \(.sha256) \(.version // "-")"' "$work/root")
}

# An object that the root names, proven and decrypted, as $work/plain.
take() {
  local key=$1 sum
  [[ ${row_sha256[$key]:-} ]] || bad "the root of $snapshot does not name $key: it is damaged"
  bring "$key" "${row_version[$key]}" "$work/object"
  [[ $(stat -c %s "$work/object") = "${row_length[$key]}" ]] || bad "$key is damaged: it has another length than the root says"
  sum=$(sha256sum <"$work/object")
  [[ ${sum%% *} = "${row_sha256[$key]}" ]] || bad "$key is damaged: it has another SHA-256 than the root says"
  if [[ $key != *.age ]]; then
    mv "$work/object" "$work/plain"
    return
  fi
  [[ $identity ]] || die "the archive is encrypted" "Give the file with an identity: --identity FILE"
  need age
  age -d -i "$identity" "$work/object" >"$work/plain" 2>"$work/error" \
    || die "$key cannot be decrypted with $identity: $(head -n 1 "$work/error")" "Take an identity whose recipient it was encrypted for."
  rm "$work/object"
}

# The text of an object.
expand() { zstd -dcq -- "$work/plain" >"$1" 2>"$work/error" || die "$2 is damaged: $(head -n 1 "$work/error")"; }

# A path of the command line, as lists have it: a byte that is no plain letter is \ooo.
escaped() {
  local i char code out=''
  for ((i = 0; i < ${#1}; i++)); do
    char=${1:i:1}
    printf -v code %d "'$char"
    if ((code < 33 || code > 126)) || [[ $char = [\\\#*?[] ]]; then printf -v char '\\%03o' $((code & 255)); fi
    out+=$char
  done
  printf %s "$out"
}

# The units that are wanted: OBJECT LIST PACK,PACK...
read_manifest() {
  take "$manifest"
  expand "$work/manifest" "$manifest"
  jq -e '.format == 1' "$work/manifest" >/dev/null 2>&1 || die "$manifest is of a format that this script does not know"
  jq -r '.units[] | "\(.object) \(.list) \(.packs | join(",") | if . == "" then "-" else . end) \(.path)"' "$work/manifest" \
    | only=$only awk 'BEGIN { only = ENVIRON["only"] }
        { unit = $4; sub(/^\.\//, "", unit) }
        only == "" || unit == "." || unit == only || index(unit, only "/") == 1 || index(only, unit "/") == 1 { print $1, $2, $3 }' \
    | sort >"$work/units"
}

# An object has lists of other snapshots, too. Those of this one are known by their SHA-256; two objects may have the same one.
read_lists() {
  local object
  : >"$work/lists.found" && : >"$work/lists"
  cut -d ' ' -f 2 "$work/units" | sort -u >"$work/lists.wanted"
  while read -r object; do
    take "$object"
    expand "$work/text" "$object"
    mkdir "$work/split"
    (cd "$work/split" && awk '$0 == "#mtree" { if (file) close(file); file = ++n } file { print > file }' ../text \
      && find . -type f -print0 | xargs -0 -r sha256sum | sed 's,  \./, ,' | sort \
      | join - ../lists.wanted | join -v 1 - <(sort -u ../lists.found) >../found && cut -d ' ' -f 2 ../found | xargs -r cat -- >>../lists)
    cut -d ' ' -f 1 "$work/found" >>"$work/lists.found"
    rm -r "$work/split"
  done < <(cut -d ' ' -f 1 "$work/units" | sort -u)
  sort -u "$work/lists.found" | comm -13 - "$work/lists.wanted" >"$work/lists.missing"
  [[ ! -s $work/lists.missing ]] || die "units are damaged: no object has the list $(head -n 1 "$work/lists.missing")"
}

# What awk programs share: names of files as bytes, and headers of tar (POSIX.1-2001).
# shellcheck disable=SC2016
shared='
BEGIN {
  nul = sprintf("%c", 0); zeros = nul; while (length(zeros) < 512) zeros = zeros zeros
  for (i = 1; i < 256; i++) { oct = sprintf("%03o", i); byte[oct] = sprintf("%c", i)
    if (i < 33 || i > 126 || index("\\#*?[", byte[oct])) special[oct] = 1 }
}
function decoded(text, out, i) {
  for (out = ""; (i = index(text, "\\")) > 0; text = substr(text, i + 4)) out = out substr(text, 1, i - 1) byte[substr(text, i + 1, 3)]
  return out text
}
function octal(number, width, out) {
  for (out = ""; number > 0; number = int(number / 8)) out = (number % 8) out
  while (length(out) < width) out = "0" out
  return out
}
function digits(text, sum, i) { for (i = 1; i <= length(text); i++) sum += 48 + substr(text, i, 1); return sum }
function header(type, code, mode, uid, gid, size, major, minor, numbers, sum) {
  mode = octal(mode, 7); uid = octal(uid, 7); gid = octal(gid, 7); size = octal(size, 11); major = octal(major, 7); minor = octal(minor, 7)
  sum = 102 + digits(mode uid gid size "00000000000" major minor) + 256 + code + 559 + 96
  return "f" substr(zeros, 1, 99) mode nul uid nul gid nul size nul "00000000000" nul octal(sum, 6) nul " " type substr(zeros, 1, 100) \
    "ustar" nul "00" substr(zeros, 1, 64) major nul minor nul substr(zeros, 1, 167)
}
function record(key, value, rest, all) {
  rest = length(key) + length(value) + 3; all = rest + length(rest "")
  if (length(all "") > length(rest "")) all++
  return all " " key "=" value "\n"
}
# Lists round down; a decimal fraction before 1970 is another one.
function decimal(time, seconds, nanos) {
  if (time !~ /^-/) return time
  seconds = substr(time, 2, length(time) - 11) + 0; nanos = substr(time, length(time) - 8) + 0
  return nanos == 0 ? time : "-" (seconds - 1) "." sprintf("%09d", 1000000000 - nanos)
}
function padding(length_) { return substr(zeros, 1, (512 - length_ % 512) % 512) }
function member(type, code, path, mode, uid, gid, time, size, link, major, minor, records, n) {
  records = record("path", "./" decoded(path)) record("mtime", decimal(time))
  if (link != "") records = records record("linkpath", decoded(link))
  if (uid > 2097151) { records = records record("uid", uid); uid = 0 }
  if (gid > 2097151) { records = records record("gid", gid); gid = 0 }
  for (n = 0; mode != ""; mode = substr(mode, 2)) n = n * 8 + substr(mode, 1, 1)
  return header("x", 120, 420, 0, 0, length(records), 0, 0) records padding(length(records)) header(type, code, n, uid, gid, size, major, minor)
}
'

# Lines: TYPE PATH MODE UID GID TIME SIZE SHA256 LINK DEVICE TAG. No path leads out of the target, or through what is no folder.
read_entries() {
  only=$only awk "$shared"'
    BEGIN { only = ENVIRON["only"]; entries = ENVIRON["work"] "/entries" }
    function fail(why) { print "a list is damaged: " why ": " $1; exit failed = 1 }
    function word(text, i) {
      if (text ~ /[^!-~]/ || text ~ /[#*?[]/) return 0
      for (; (i = index(text, "\\")) > 0; text = substr(text, i + 4)) if (!(substr(text, i + 1, 3) in special)) return 0
      return 1
    }
    /^#/ { next }
    {
      split("", is)
      for (i = 2; i <= NF; i++) { at = index($i, "="); key = substr($i, 1, at - 1); if (!(key in is)) is[key] = substr($i, at + 1) }
      path = $1; sub(/^\.\//, "", path)
      if ($1 != "." && $1 !~ /^\.\//) fail("no path")
      if (!word(path) || $1 != "." && ("/" path "/") ~ /\/(\.|\.\.)?\//) fail("a path that leads out of the target")
      if (path ~ /^\.ghe-keeper-restore(\/|$)/) fail("a name that this script needs")
      type = is["type"]; size = "-"; sum = "-"; link = "-"; device = "-"; tag = "-"
      if (is["mode"] !~ /^0[0-7]+$/ || length(is["mode"]) > 5 || is["uid"] !~ /^[0-9]+$/ || is["gid"] !~ /^[0-9]+$/) fail("no mode or owner")
      if (is["time"] !~ /^-?[0-9]+\.[0-9]+$/ || length(is["time"]) - index(is["time"], ".") != 9) fail("no time")
      if (type == "file") {
        size = is["size"]; sum = is["sha256digest"]; if (is["tags"] ~ /^file-[0-9a-f]+$/) tag = is["tags"]
        if (size !~ /^[0-9]+$/ || length(sum) != 64 || sum ~ /[^0-9a-f]/) fail("no size or digest")
      } else if (type == "link") {
        link = is["link"]; if (link == "" || !word(link)) fail("no target")
      } else if (type == "block" || type == "char") {
        device = is["device"]; if (device !~ /^native,[0-9]+,[0-9]+$/) fail("no device")
      } else if (type != "dir" && type != "fifo" && type != "socket") fail("no type")
      if ($1 == "." && type != "dir") fail("no folder")
      if (only == "" || path == only || index(path, only "/") == 1 || type == "dir" && (path == "." || index(only, path "/") == 1)) {
        if (path == only || index(path, only "/") == 1) found = 1
        mode = is["mode"]; sub(/^0+/, "", mode)
        print type, path, mode == "" ? "0" : mode, is["uid"], is["gid"], is["time"], size, sum, link, device, tag > entries
      }
    }
    END { if (!failed && only != "" && !found) print "the snapshot has nothing with the path " decoded(only) }
  ' "$work/lists" >"$work/error" || [[ -s $work/error ]] || die "the lists cannot be read: is there room in $target?"
  [[ ! -s $work/error ]] || die "$(cat "$work/error")"
  [[ -s $work/entries ]] || die "the lists of $snapshot name nothing: they are damaged"
  [[ $only || $(wc -l <"$work/entries") = "$root_entries" ]] \
    || die "the lists of $snapshot name $(wc -l <"$work/entries") entries, and its root $root_entries: one of them is damaged"
  sort -k2,2 "$work/entries" -o "$work/entries"
  awk 'NR == FNR { if ($1 == "dir") folder[$2]; next }
    $2 == last { print "a list is damaged: it names twice " $2; exit }
    { last = above = $2; if (!sub(/\/[^\/]*$/, "", above)) above = "."; if ($2 != "." && !(above in folder)) { print "a list is damaged: it leads through what is no folder: " $2; exit } }
  ' "$work/entries" "$work/entries" >"$work/error"
  [[ ! -s $work/error ]] || die "$(cat "$work/error")"
  local links=yes
  ln -- "$state/done" "$work/linked" 2>/dev/null || links=''
  : >"$work/names"
  # Names of one file have all in common that their lines say. The first becomes the file, the others are linked with it. No
  # file gets more than 32,000 names, as ext3 has it (ext4: 65,000): further ones begin another file.
  links=$links awk 'BEGIN { names = ENVIRON["work"] "/names" }
    $1 != "file" { next }
    { file = $11 == "-" ? "" : $3 " " $4 " " $5 " " $6 " " $7 " " $8 " " $11 }
    file in first && ENVIRON["links"] && ++count[file] % 32000 { print $2, first[file], $3, $4, $5, $6 > names; next }
    file in first && !ENVIRON["links"] && !said { print "restore.sh: no links can be made here: names of one file become files of their own" > "/dev/stderr"; said = 1 }
    file != "" { first[file] = $2 }
    { print $8, $2, $3, $4, $5, $6, $7 }
  ' "$work/entries" | sort >"$work/wanted"
  cut -d ' ' -f 1 "$work/wanted" | uniq >"$work/digests"
}

into_target() { tar -x -p --numeric-owner "$owner" --warning=no-timestamp --delay-directory-restore -C "$target" -f -; }

# The parts of large files that the pack has, by its index: the last frame, which zstd skips (RFC 8878, 3.1.2). Lines:
# SHA256-OF-PART SHA256 PARTS PART.
parts_of_pack() {
  local at
  : >"$work/index"
  while read -r at; do
    if tail -c "+$((at + 9))" "$work/plain" | zstd -dcq >"$work/index" 2>/dev/null; then break; fi
  done < <(grep -aboF $'P*M\x18' "$work/plain" | cut -d : -f 1 | sort -rn)
  awk '$5 ~ /^[0-9]+$/ && $5 > 1 && $4 ~ /^[0-9]+$/ && length($1 $6) == 128 && $1 $6 !~ /[^0-9a-f]/ { print $1, $6, $5, $4 }' "$work/index" \
    | sort | join - "$work/digests" | awk '{ print $2, $1, $3, $4 }' # by the part's digest
}

write_pack() {
  local whole parts part name
  rm -rf "$work/content" "$work/headers" && mkdir "$work/content" "$work/headers"
  take "$1"
  zstd -dcq -- "$work/plain" 2>"$work/error" | tar -x -m --no-same-owner --no-same-permissions -C "$work/content" -f - 2>>"$work/error" \
    || die "$1 cannot be unpacked: $(head -n 1 "$work/error")"
  chmod -R u+rwX "$work/content"
  parts_of_pack >"$work/parts.here"
  : >"$work/parts.found"
  (cd "$work/content" && find . -type f -print0 | xargs -0 -r sha256sum -- >../sums)
  sed 's/^\\//' "$work/sums" | cut -c 1-64 | sort -u | join - "$work/wanted" >"$work/todo"
  # One archive of headers and contents, which xargs joins: each header begins with the padding of the content before it.
  awk "$shared"'
    BEGIN { headers = ENVIRON["work"] "/headers/"; found = ENVIRON["work"] "/parts.found" }
    FILENAME == ARGV[1] {
      name = substr($0, 67)
      if ($0 ~ /^\\/) { $0 = substr($0, 2); text = substr($0, 67); name = ""
        for (; (i = index(text, "\\")) > 0; text = substr(text, i + 2)) { c = substr(text, i + 1, 1)
          name = name substr(text, 1, i - 1) (c == "n" ? "\n" : c == "r" ? "\r" : c) }
        name = name text }
      file[substr($0, 1, 64)] = name; next
    }
    FILENAME == ARGV[2] { if ($1 in file) printf "%s %s %s%s%s%s", $2, $3, $4, nul, file[$1], nul > found; next }
    { n++; out = headers n; printf "%s%s", pad, member("0", 48, $2, $3, $4, $5, $6, $7) > out; close(out)
      printf "%s%s%s%s", out, nul, file[$1], nul; pad = padding($7) }
    END { out = headers "end"; printf "%s%s%s", pad, zeros, zeros > out; close(out); printf "%s%s", out, nul }
  ' "$work/sums" "$work/parts.here" "$work/todo" >"$work/order"
  (cd "$work/content" && xargs -0 cat -- <../order) | into_target || die "$1 cannot be written into $target"
  while IFS= read -r -d '' whole && IFS= read -r -d '' name; do
    read -r whole parts part <<<"$whole"
    ln -f -- "$work/content/$name" "$state/parts/$whole.$parts.$part"
  done <"$work/parts.found"
}

write_packs() {
  local pack key count=0 all suffix=
  if [[ $manifest = *.age ]]; then suffix=.age; fi
  cut -d ' ' -f 3 "$work/units" | tr , '\n' | sort -u | awk '$1 != "-"' >"$work/packs"
  all=$(wc -l <"$work/packs")
  while read -r pack; do
    count=$((count + 1)) key=packs/${pack:0:2}/$pack.tar.zst$suffix
    [[ $pack =~ ^[0-9a-f]{64}$ ]] || die "the manifest is damaged: it names a pack that can be none"
    if grep -qxF -- "$pack" "$state/done"; then continue; fi
    say "pack $count of $all: $key"
    write_pack "$key"
    printf '%s\n' "$pack" >>"$state/done"
  done <"$work/packs"
}

# The further names of files that have several.
write_names() {
  [[ -s $work/names ]] || return 0
  awk "$shared"'{ printf "%s", member("1", 49, $1, $3, $4, $5, $6, 0, "./" $2, 0, 0) } END { printf "%s%s", zeros, zeros }' "$work/names" \
    | into_target || die "names of one file cannot be linked in $target"
}

# Large files, from their parts. These stay until the file is there, so that a killed call loses nothing.
write_large_files() {
  local first begin whole parts part names path mode uid gid time
  for first in "$state"/parts/*.1; do
    [[ -f $first ]] || continue
    begin=${first%.1} names=()
    parts=${begin##*.} whole=${begin##*/}
    whole=${whole%.*}
    for ((part = 1; part <= parts; part++)); do
      [[ -f $begin.$part ]] || continue 2
      names+=("$begin.$part")
    done
    say "a file of $parts parts: $whole"
    while read -r _ path mode uid gid time _; do
      printf -v path %b "${path//\\/\\0}"
      path=$target/$path
      mkdir -p -- "${path%/*}"
      rm -f -- "$path"
      printf '%s\0' "${names[@]}" | xargs -0 cat -- >"$path"
      [[ $(sha256sum <"$path") = "$whole "* ]] || die "the parts of $whole do not make this file: a pack is damaged"
      if [[ $owner = --same-owner ]]; then chown -- "$uid:$gid" "$path"; fi
      chmod -- "$mode" "$path"
      touch -d "@$(decimal "$time")" -- "$path"
    done < <(printf '%s\n' "$whole" | join - "$work/wanted")
    rm -f -- "${names[@]}"
  done
}

# Lists round down: what is a second and a half before 1970 is -2.500000000 there.
decimal() {
  local seconds=${1%.*} nanos=${1#*.}
  if [[ $seconds = -* && $nanos != 000000000 ]]; then
    printf -- '-%d.%09d' $((-seconds - 1)) $((1000000000 - 10#$nanos))
  else
    printf %s "$1"
  fi
}

# What has no content: links and the like first, then all folders, whose times tar sets when nothing is written into them any more.
write_rest() {
  local types
  for types in 'link fifo block char' dir; do
    awk -v types=" $types " "$shared"'
      BEGIN { code["link"] = 2; code["char"] = 3; code["block"] = 4; code["dir"] = 5; code["fifo"] = 6 }
      index(types, " " $1 " ") && $2 != "." && !(ENVIRON["owner"] != "--same-owner" && $10 != "-") {
        split($10, device, ",")
        printf "%s", member(code[$1], 48 + code[$1], $2, $3, $4, $5, $6, 0, $9 == "-" ? "" : $9, device[2] + 0, device[3] + 0)
      }
      END { printf "%s%s", zeros, zeros }
    ' "$work/entries" | into_target || die "links or folders cannot be written into $target"
  done
}

differ() {
  [[ -s $1 ]] || return 0
  say "restore.sh: $2"
  head -z -n 10 "$1" | while IFS= read -r -d '' line; do printf '  %q\n' "${line#$'\t'}" >&2; done
  sed -i 1q "$state/done" # a machine that lost power may have lost files of packs that were done
  die "$target is not what the lists of $snapshot name" "A pack lacks content, or something else changes the folder." \
    "Type the same again: all packs are fetched then. Where that does not help, name a new folder."
}

everything() { (cd "$target" && find . -path ./.ghe-keeper-restore -prune -o "$@"); }

# Each file is read again: what is in the folder counts, and not what was to be written.
check_content() {
  local readable=()
  if [[ $owner != --same-owner ]]; then readable=(-perm -400); fi
  say "reading all files again"
  awk "$shared"'$1 == "file" && (ENVIRON["owner"] == "--same-owner" || int(substr("000" $3, length($3) + 1, 1)) >= 4) {
    printf "%s  ./%s%s", $8, decoded($2), nul }' "$work/entries" | sort -z >"$work/named"
  everything -type f "${readable[@]}" -print0 | (cd "$target" && xargs -0 -r sha256sum -z --) | sort -z | comm -z -3 "$work/named" - >"$work/differences"
  differ "$work/differences" "files that the lists name with another content, or that they do not name:"
}

# No more and no less than the lists name, with types, modes, owners, sizes, times and targets.
check_entries() {
  awk "$shared"'
    BEGIN { letter["file"] = "f"; letter["dir"] = "d"; letter["link"] = "l"; letter["fifo"] = "p"; letter["block"] = "b"; letter["char"] = "c" }
    $2 == "." || !($1 in letter) || ENVIRON["owner"] != "--same-owner" && $10 != "-" { next }
    { printf "%s %s %s %s0 %s ./%s%s%s", letter[$1], $1 == "link" ? "777" : $3, $1 == "file" ? $7 : "-", $6,
        ENVIRON["owner"] == "--same-owner" ? $4 ":" $5 : "-", decoded($2), $1 == "link" ? " -> " decoded($9) : "", nul }
  ' "$work/entries" | sort -z >"$work/named"
  local who=-
  if [[ $owner = --same-owner ]]; then who=%U:%G; fi
  everything -mindepth 1 \( -type f -printf "%y %m %s %T@ $who ./%P\\0" -o -type l -printf "%y %m - %T@ $who ./%P -> %l\\0" \
    -o -printf "%y %m - %T@ $who ./%P\\0" \) | sort -z | comm -z -3 "$work/named" - >"$work/differences"
  differ "$work/differences" "entries that are not as the lists name them, and what is there instead:"
}

# Its own time is the last that is set: all else changes it.
finish() {
  local mode uid gid time
  read -r mode uid gid time < <(awk '$2 == "." { print $3, $4, $5, $6 }' "$work/entries") || true
  rm -rf -- "$state"
  if [[ ${mode:-} ]]; then
    if [[ $owner = --same-owner ]]; then chown -- "$uid:$gid" "$target"; fi
    chmod -- "$mode" "$target"
    touch -d "@$(decimal "$time")" -- "$target"
  fi
}

begin_target() {
  [[ -d $target ]] || mkdir -- "$target" || die "the folder $target cannot be made"
  target=$(cd -- "$target" && pwd -P)
  state=$target/.ghe-keeper-restore work=$target/.ghe-keeper-restore/work
  [[ ! -L $state && ! -L $state/parts && ( ! -e $state || -O $state ) ]] || die "$state is not a folder of this user"
  if [[ ! -f $state/done && $(find "$target" -mindepth 1 -maxdepth 1 ! -name .ghe-keeper-restore | head -n 1) ]]; then
    die "$target is not empty" "Name a new or empty folder."
  fi
  # A folder may be closed already, where an earlier call was killed late.
  if [[ -f $state/done && $(id -u) != 0 ]]; then find "$target" -type d ! -perm -700 -exec chmod u+rwx {} +; fi
  mkdir -p "$state/parts"
  rm -rf "$work"
  mkdir "$work"
  export work
  trap 'rm -rf -- "$work"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}

# Packs are done for one root, and one choice of paths.
begin_or_go_on() {
  local what="$snapshot $root_sha256 $only"
  if [[ -f $state/done && $(head -n 1 "$state/done") != "$what" ]]; then
    die "$target was begun with another snapshot, root or path" "Name a new folder, or type what was typed first."
  fi
  [[ -f $state/done ]] || printf '%s\n' "$what" >"$state/done"
}

note_left_out() {
  local count
  count=$(awk '$1 == "socket" || ENVIRON["owner"] != "--same-owner" && $10 != "-"' "$work/entries" | wc -l)
  if ((count)); then say "left out: $count sockets or devices, which programs make, or root"; fi
  if [[ $owner != --same-owner ]]; then say "owners are not set: only root may"; fi
}

restore() {
  owner=--no-same-owner
  if [[ $(id -u) = 0 ]]; then owner=--same-owner; fi
  export owner
  begin_target
  read_root
  begin_or_go_on
  read_manifest
  read_lists
  read_entries
  write_packs
  write_large_files
  write_names
  write_rest
  check_content
  check_entries
  note_left_out
  say "$(awk '$1 == "file" { files++; bytes += $7 } END { printf "%d entries, %d files, %.0f bytes: whole", NR, files, bytes }' "$work/entries")"
  finish
}

arguments "$@"
need awk sort join comm cut find xargs sha256sum tar zstd jq grep sed stat head tail
open_store
if [[ $list ]]; then
  work=$(mktemp -d)
  trap 'rm -rf -- "$work"' EXIT
  list_snapshots
else
  tar --version | grep -q GNU || die "tar is not GNU tar" "Install it; on BSD and macOS it is gtar."
  if [[ $only ]]; then only=$(escaped "$only"); fi
  restore
fi
