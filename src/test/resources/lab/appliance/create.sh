#!/bin/bash
# Makes a small appliance out of an empty folder. usage: create.sh ROOT SCRIPTS
set -eu
root=$1 scripts=$2
export LAB_ROOT=$root
umask 022

mkdir -p "$root"/{home/admin,tmp,var/log,lab/bin,lab/fail,etc/github,etc/ssh,usr/local/share/enterprise} \
  "$root"/data/{enterprise,github/current/bin,github/current/public/system} \
  "$root"/data/user/{common,mysql,redis,audit-log,repositories,pages,storage,elasticsearch/nodes/0} \
  "$root"/data/user/git-hooks/{environments/tarballs/1,repos/1}

# The laboratory's programs, under their real names and at their real places.
cp "$scripts/program.sh" "$root/lab/program" && chmod +x "$root/lab/program"
for name in sudo ps logger curl github-env ghe-negotiate-version ghe-version ghe-config ghe-export-settings \
  ghe-export-authorized-keys ghe-export-ssh-host-keys ghe-export-ssl-ca-certificates ghe-export-mysql ghe-redis-cli \
  ghe-maintenance ghe-cluster-nodes df; do
  ln -s ../program "$root/lab/bin/$name"
done
ln -s ../../../../lab/program "$root/data/github/current/bin/dgit-cluster-backup-routes"
ln -s ../../../../lab/program "$root/data/github/current/bin/storage-cluster-backup-routes"
ln -s ../../../../lab/program "$root/usr/local/share/enterprise/ghe-es-dump-json"
cp "$scripts/import.sh" "$root/lab/import" && chmod +x "$root/lab/import"
for name in sponge chown service systemctl nomad ghe-service-ensure-mysql ghe-service-ensure-elasticsearch \
  ghe-nomad-cleanup ghe-import-license ghe-import-settings ghe-import-authorized-keys ghe-import-mysql \
  ghe-import-redis ghe-import-ssl-ca-certificates ghe-import-ssh-host-keys ghe-spokes ghe-config-apply; do
  ln -s ../import "$root/lab/bin/$name"
done
for name in gist dpages storage; do
  ln -s ../../../../lab/import "$root/data/github/current/bin/$name-cluster-restore-routes"
done
for name in ghe-es-load-json ghe-hook-env-update; do
  ln -s ../../../../lab/import "$root/usr/local/share/enterprise/$name"
done

echo 3.11.0 >"$root/lab/version"
touch "$root/etc/github/configured" "$root/data/user/common/es-scan-complete"
echo 7f2d4f5e-58cb-4cf0-9d0a-3d6d3c1f7a11 >"$root/data/user/common/uuid"
echo 'a licence' >"$root/data/enterprise/enterprise.ghl"
echo '{"enterprise":{"private_mode":true,"github_hostname":"github.example.com"}}' >"$root/data/user/common/settings.json"
echo '[]' >"$root/data/user/common/authorized-keys.json"
cat >"$root/data/user/common/github.conf" <<'CONF'
[app "actions"]
	enabled = false
[secrets]
	manage = not-a-real-password
[secrets "github"]
	user-password-secrets = not-a-real-pepper
	encrypted-column-keying-material = not-a-real-key;not-the-current-one
[secrets "kredz"]
	credz-hmac-secret = not-a-real-secret
	varz-hmac-secret = not-a-real-secret
[secrets "secret-scanning"]
	encrypted-secrets-current-storage-key = not-a-real-key
	encrypted-secrets-delimited-storage-keys = not-a-real-key
	encrypted-secrets-current-shared-transit-key = not-a-real-key
	encrypted-secrets-delimited-shared-transit-keys = not-a-real-key
	secret-scanning-user-content-delimited-encryption-root-keys = not-a-real-key
CONF
echo 'CREATE TABLE users (id int); INSERT INTO users VALUES (1);' >"$root/data/user/mysql/dump.sql"
# One key, user, with its checksum.
printf '\122\105\104\111\123\060\060\060\071\372\011redis-ver\0056.2.6\376\000\373\001\000\000\004user\004mona\377\304\373\203\202\200\003\006\051' \
  >"$root/data/user/redis/dump.rdb"
: >"$root/data/user/redis/saves"
echo '{"action":"user.login"}' >"$root/data/user/audit-log/audit_log-1-2026-10-1"
echo 'segment' >"$root/data/user/elasticsearch/nodes/0/segment_1"
echo 'environment' >"$root/data/user/git-hooks/environments/tarballs/1/environment.tar.gz"
echo 'hook' >"$root/data/user/git-hooks/repos/1/pre-receive"
for page in 1 2 3; do
  mkdir -p "$root/data/user/pages/4/c8/1e/72/$page"
  echo "<h1>page $page</h1>" >"$root/data/user/pages/4/c8/1e/72/$page/index.html"
  object=$(echo "object $page" | sha256sum | cut -c 1-64)
  mkdir -p "$root/data/user/storage/${object:0:1}/${object:0:2}/${object:2:2}"
  echo "object $page" >"$root/data/user/storage/${object:0:1}/${object:0:2}/${object:2:2}/$object"
done

for repository in octo/website octo/api octo/docs; do
  bash "$scripts/repository.sh" "$root" add "$repository"
done
