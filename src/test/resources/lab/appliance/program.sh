#!/bin/bash
# The appliance's own programs, all in this file: the name by which it is called says which. They know as much as
# backup-utils asks of them. A file lab/fail/NAME makes the program NAME fail with the exit status written in it; one
# that says "never" makes it hang.
set -eu
name=${0##*/}
user=$LAB_ROOT/data/user
config=$user/common/github.conf

if [[ -f $LAB_ROOT/lab/fail/$name ]]; then
  if [[ $(cat "$LAB_ROOT/lab/fail/$name") == never ]]; then exec sleep 86400; fi
  echo "$name: failed, as the test asked" >&2
  exit "$(cat "$LAB_ROOT/lab/fail/$name")"
fi

case $name in
  sudo)
    # Files all belong to whoever runs the test.
    if [[ ${1-} == -u ]]; then shift 2; fi
    exec "$@"
    ;;
  ps) echo COMMAND ;; # no garbage collection is ever at work here, whatever the machine does
  logger) cat >>"$LAB_ROOT/var/log/syslog" ;;
  github-env)
    cd "$LAB_ROOT/data/github/current"
    exec "$@"
    ;;
  ghe-negotiate-version)
    # usage: ghe-negotiate-version CLIENT RELEASE. As the real one, it refuses an older feature release than its own by the
    # number alone. lab/oldest-client holds another oldest release, or "none"; lab/refusal/{status,out,err} what a refusal
    # is, which is not documented.
    version=$(cat "$LAB_ROOT/lab/version") client=${2-}
    oldest=$(cut -d . -f 1,2 <<<"$version").0
    if [[ -f $LAB_ROOT/lab/oldest-client ]]; then oldest=$(cat "$LAB_ROOT/lab/oldest-client"); fi
    if [[ $oldest != none && $(printf '%s\n' "$oldest" "${client#v}" | sort -V | head -n 1) != "$oldest" ]]; then
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
      cat "$LAB_ROOT/lab/version"
    elif [[ $1 == --true ]]; then
      [[ $(git config -f "$config" --bool "$2" 2>/dev/null) == true ]]
    else
      git config -f "$config" "$@"
    fi
    ;;
  ghe-export-settings) cat "$user/common/settings.json" ;;
  ghe-export-authorized-keys) cat "$user/common/authorized-keys.json" ;;
  ghe-export-ssh-host-keys) cd "$LAB_ROOT/etc/ssh" && tar -cf - ssh_host_* ;;
  ghe-export-ssl-ca-certificates) tar -cf - --files-from /dev/null ;;
  ghe-export-mysql) cat "$user/mysql/dump.sql" ;;
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
  ghe-es-dump-json) cat "$user/audit-log/${1##*/}" ;;
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
