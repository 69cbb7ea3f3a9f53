#!/bin/bash
# The appliance's own programs, all in this file: the name by which it is called says which. They know as much as
# backup-utils asks of them. A file lab/fail/NAME makes the program NAME fail with the exit status written in it; one
# that says "never" makes it hang.
set -eu
name=${name:-${0##*/}}
user=$LAB_ROOT/data/user
config=$user/common/github.conf

if [[ -f $LAB_ROOT/lab/fail/$name ]]; then
  read -r status <"$LAB_ROOT/lab/fail/$name"
  if [[ $status == never ]]; then exec sleep 86400; fi
  echo "$name: failed, as the test asked" >&2
  exit "$status"
fi

# older A B: whether release A comes before release B.
older() {
  local one two part a b
  IFS=. read -ra one <<<"${1//[^0-9.]/}"
  IFS=. read -ra two <<<"${2//[^0-9.]/}"
  for part in 0 1 2; do
    a=10#${one[part]:-0} b=10#${two[part]:-0}
    if ((a != b)); then return $((a > b)); fi
  done
  return 1
}

case $name in
  sudo)
    # All files belong to the user who runs the test.
    if [[ ${1-} == -u ]]; then shift 2; fi
    if ! declare -F "$1" >/dev/null; then exec "$@"; fi
    "$@"
    ;;
  ps) echo COMMAND ;; # no garbage collection ever runs here, whatever the machine does
  logger) exec cat >>"$LAB_ROOT/var/log/syslog" ;;
  github-env)
    cd "$LAB_ROOT/data/github/current"
    exec "$@"
    ;;
  ghe-negotiate-version)
    # usage: ghe-negotiate-version CLIENT RELEASE. As the real one, it refuses an older feature release than its own by the
    # number alone. lab/oldest-client holds another oldest release, or "none"; lab/refusal/{status,out,err} what a refusal
    # is, which is not documented.
    read -r version <"$LAB_ROOT/lab/version"
    client=${2-}
    if [[ $version =~ ^[0-9]+\.[0-9]+ ]]; then oldest=${BASH_REMATCH[0]}.0; else oldest=$version; fi
    if [[ -f $LAB_ROOT/lab/oldest-client ]]; then read -r oldest <"$LAB_ROOT/lab/oldest-client"; fi
    if [[ $oldest != none ]] && older "${client#v}" "$oldest"; then
      if [[ -d $LAB_ROOT/lab/refusal ]]; then
        cat "$LAB_ROOT/lab/refusal/out"
        cat "$LAB_ROOT/lab/refusal/err" >&2
        exit "$(cat "$LAB_ROOT/lab/refusal/status")"
      fi
      echo "${1-} $oldest or greater is required!" >&2
      exit 1
    fi
    echo "GitHub Enterprise Server version $version"
    echo "${1-} $client is supported."
    ;;
  ghe-version) echo "GitHub Enterprise Server $(cat "$LAB_ROOT/lab/version") $(uname -s)" ;;
  ghe-config)
    if [[ $* == "--get core.package-version" ]]; then
      exec cat "$LAB_ROOT/lab/version"
    elif [[ $1 == --true ]]; then
      [[ $(git config -f "$config" --bool "$2" 2>/dev/null) == true ]]
    else
      exec git config -f "$config" "$@"
    fi
    ;;
  ghe-export-settings) exec cat "$user/common/settings.json" ;;
  ghe-export-authorized-keys) exec cat "$user/common/authorized-keys.json" ;;
  ghe-export-ssh-host-keys) cd "$LAB_ROOT/etc/ssh" && exec tar -cf - ssh_host_* ;;
  ghe-export-ssl-ca-certificates) exec tar -cf - --files-from /dev/null ;;
  ghe-export-mysql) exec cat "$user/mysql/dump.sql" ;;
  ghe-redis-cli)
    # The last argument is the command. A save is done at once and seen by its new, later time.
    saves=$user/redis/saves
    case ${*: -1} in
      LASTSAVE) wc -c <"$saves" ;;
      BGSAVE) printf x >>"$saves" && echo 'Background saving started' ;;
    esac
    ;;
  curl)
    url=${*: -1}
    case "$*" in
      *_cat/indices/audit_log*)
        for index in "$user"/audit-log/*; do
          if [[ -f $index ]]; then echo "${index##*/} $(wc -c <"$index")"; fi
        done
        ;;
      *-XGET*9201/audit_log*) [[ -f $user/audit-log/${url##*/} ]] || exit 22 ;;
      *"-d @-"*) cat >/dev/null && echo '{"acknowledged":true}' ;;
      *) echo '{"acknowledged":true}' ;;
    esac
    ;;
  ghe-es-dump-json) exec cat "$user/audit-log/${1##*/}" ;;
  dgit-cluster-backup-routes)
    # A network of repositories goes by its folder, a gist by its own name.
    cd "$user/repositories" && find . -name '*.git' -type d -prune |
      sed -E 's#^\./##; \#/gist/[^/]*$#!s#/[^/]*$##; s#$# git-server-1#' | sort -u
    ;;
  storage-cluster-backup-routes)
    cd "$user/storage" && find . -mindepth 4 -maxdepth 4 -type f | sed 's#^\./##; s#$# storage-server-1#' | sort
    ;;
  ghe-maintenance)
    page=$LAB_ROOT/data/github/current/public/system/maintenance.html
    case ${1-} in
      -s) echo 'down for maintenance' >"$page" ;;
      -u) rm -f "$page" ;;
      *) [[ -f $page ]] && echo on || echo off ;;
    esac
    ;;
  df) if [[ -f $LAB_ROOT/lab/df ]]; then cat "$LAB_ROOT/lab/df"; else PATH=${PATH#*:} exec df "$@"; fi ;;
  ghe-cluster-nodes) ;;
  *)
    echo "$name: no such program in the laboratory" >&2
    exit 127
    ;;
esac
