#!/bin/bash
# The appliance's programs that a restore calls, all in this file, as program.sh holds the others: what is imported lies
# afterwards where the exports read it, so that both can be compared. The calls of services are kept in
# var/log/services. A program waits while there is a file lab/held/NAME.
set -eu
name=${name:-${0##*/}}
user=$LAB_ROOT/data/user

if [[ -f $LAB_ROOT/lab/fail/$name ]]; then
  read -r status <"$LAB_ROOT/lab/fail/$name"
  if [[ $status == never ]]; then exec sleep 86400; fi
  echo "$name: failed, as the test asked" >&2
  exit "$status"
fi

while [[ -f $LAB_ROOT/lab/held/$name ]]; do sleep 0.1; done

# Writes standard input to a file at once: a reader sees either the old content or the new.
land() {
  if [[ ! -d ${1%/*} ]]; then mkdir -p "${1%/*}"; fi
  cat >"$1.landing"
  mv "$1.landing" "$1"
}

case $name in
  sponge) land "$1" ;;
  chown) ;; # all files belong to the user who runs the test
  service | systemctl | ghe-service-ensure-mysql | ghe-service-ensure-elasticsearch | ghe-nomad-cleanup)
    echo "$name $*" >>"$LAB_ROOT/var/log/services"
    ;;
  nomad)
    echo "$name $*" >>"$LAB_ROOT/var/log/services"
    echo "$1: done"
    ;;
  ghe-import-license) land "$LAB_ROOT/data/enterprise/enterprise.ghl" ;;
  ghe-import-settings)
    settings=$(</dev/stdin)
    land "$user/common/settings.json" <<<"$settings"
    ;;
  ghe-import-authorized-keys) land "$user/common/authorized-keys.json" ;;
  ghe-import-mysql) land "$user/mysql/dump.sql" ;;
  ghe-import-redis) land "$user/redis/dump.rdb" ;;
  ghe-import-ssl-ca-certificates) exec cat >/dev/null ;;
  ghe-import-ssh-host-keys)
    # New connections see the imported keys; the one that this came by goes on.
    arrived=$(mktemp -d)
    tar -xf - -C "$arrived" && mv "$arrived"/ssh_host_* "$LAB_ROOT/etc/ssh/" && rmdir "$arrived"
    ;;
  ghe-es-load-json) land "$user/audit-log/${1##*/}" ;;
  ghe-hook-env-update)
    if [[ ! -f $2 ]]; then
      echo "no tarball $2 for the environment $1" >&2
      exit 1
    fi
    ;;
  gist-cluster-restore-routes) exec sed 's#$# git-server-1#' ;;
  dpages-cluster-restore-routes) exec sed 's#$# pages-server-1#' ;;
  storage-cluster-restore-routes) exec sed 's#$# storage-server-1#' ;;
  ghe-spokes) echo "[{\"host\":\"git-server-$(cat "$user/common/uuid")\"}]" ;;
  ghe-config-apply)
    echo "$name" >>"$LAB_ROOT/var/log/services"
    # What was put beside the indices takes their place.
    if [[ -d $user/elasticsearch-restore ]]; then
      rm -rf "$user/elasticsearch"
      mv "$user/elasticsearch-restore" "$user/elasticsearch"
    fi
    echo 'the configuration was applied'
    ;;
  *)
    echo "$name: no such program in the laboratory" >&2
    exit 127
    ;;
esac
