#!/bin/bash
# Git repositories as the appliance lays them out: HASH/nw/HA/SH/OF-ID/NETWORK/REPOSITORY.git, HASH the MD5 of the id.
# usage: repository.sh ROOT add NAME | commit NAME
set -eu
root=$1 action=$2 name=$3
list=$root/lab/repositories
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null HOME=$root/home/admin
export GIT_AUTHOR_NAME=mona GIT_AUTHOR_EMAIL=mona@example.com GIT_COMMITTER_NAME=mona GIT_COMMITTER_EMAIL=mona@example.com

path_of() {
  local hash
  hash=$(printf '%s' "$1" | md5sum | cut -c 1-6)
  echo "$root/data/user/repositories/${hash:0:1}/nw/${hash:0:2}/${hash:2:2}/${hash:4:2}/$1/$1.git"
}

# A commit without a work tree: the tree of the last one, with one file more or longer.
commit() {
  local repository=$1 blob tree parent=() last
  if last=$(git -C "$repository" rev-parse -q --verify refs/heads/main); then
    parent=(-p "$last")
  fi
  blob=$(echo "$name, commit after ${last:-nothing}" | git -C "$repository" hash-object -w --stdin)
  tree=$(printf '100644 blob %s\tREADME.md\n' "$blob" | git -C "$repository" mktree)
  git -C "$repository" update-ref refs/heads/main \
    "$(echo "Write about $name" | git -C "$repository" commit-tree "$tree" ${parent[@]+"${parent[@]}"})"
}

case $action in
  add)
    touch "$list"
    id=$(($(wc -l <"$list") + 1))
    repository=$(path_of "$id")
    mkdir -p "$repository"
    git init -q --bare --template= "$repository"
    git -C "$repository" symbolic-ref HEAD refs/heads/main
    commit "$repository"
    echo "$id $name" >>"$list"
    ;;
  commit)
    id=$(awk -v name="$name" '$2 == name {print $1}' "$list")
    [[ -n $id ]] || { echo "no repository $name" >&2; exit 1; }
    repository=$(path_of "$id")
    commit "$repository"
    ;;
esac
echo "$repository"
