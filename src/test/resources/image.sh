#!/usr/bin/env bash
# Builds the image from the Dockerfile as it is, where there is no Docker engine, and tests it. Called by ./dev image and
# ./dev image-test, from the project's folder, as root: buildah and podman are used without a registry and without a network
# of their own.
#
# usage: image.sh build|test|figures
set -euo pipefail

name=localhost/ghe-keeper:lab
base=localhost/ghe-keeper-base:bookworm
public_base=docker.io/library/debian:bookworm-slim
work=target/image
mkdir -p "$work"

# What these machines' limits and cgroups allow; set here, so that no user's own settings are changed.
export CONTAINERS_CONF=$PWD/$work/containers.conf
cat >"$CONTAINERS_CONF" <<TOML
[containers]
default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
TOML

# The base image: from the registry, or where that cannot be reached, the same Debian made from its packages. With it come
# this machine's own CA certificates, by which it reaches them: such an image is for tests here, and is never pushed.
base_image() {
  if timeout 60 buildah pull --quiet "$public_base" >/dev/null 2>&1; then
    echo "$public_base"
    return
  fi
  if ! buildah inspect --type image "$base" >/dev/null 2>&1; then
    echo "no registry: making a base image from Debian's packages" >&2
    # The same that Debian's slim images leave out.
    mmdebstrap --quiet --variant=minbase --include=ca-certificates \
      --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
      --dpkgopt='path-exclude=/usr/share/info/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
      --dpkgopt='path-include=/usr/share/doc/*/copyright' \
      --customize-hook='mkdir -p "$1/usr/local/share/ca-certificates"' \
      --customize-hook='find /usr/local/share/ca-certificates -name "*.crt" -exec cp {} "$1/usr/local/share/ca-certificates/" \;' \
      --customize-hook='chroot "$1" update-ca-certificates >/dev/null' \
      --customize-hook='rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/*' \
      bookworm "$work/base.tar" >&2
    printf 'FROM scratch\nADD base.tar /\nCMD ["bash"]\n' >"$work/Base"
    buildah bud --quiet --tag "$base" --file "$work/Base" "$work" >/dev/null
    rm "$work/base.tar"
  fi
  echo "$base"
}

# backup-utils: a release in vendor/, the one in BACKUP_UTILS_HOME, or the tests' stand-in, under a name that is not in use
# for a release. Sets $version and $tarball.
backup_utils() {
  local releases=(vendor/github-backup-utils-v[0-9].[0-9]*.tar.gz vendor/github-backup-utils-v[0-9][0-9]*.tar.gz) release home
  for release in "${releases[@]}"; do
    case $release in *-packed.tar.gz | *-stand-in.tar.gz) continue ;; esac
    if [ -f "$release" ]; then
      version=${release##*-v} version=${version%.tar.gz} tarball=$release
      return
    fi
  done
  if [ -n "${BACKUP_UTILS_HOME:-}" ]; then
    home=$BACKUP_UTILS_HOME version=$(cat "$home/share/github-backup-utils/version")-packed
  else
    home=src/test/resources/lab/engine version=0.0.0-stand-in
  fi
  tarball=vendor/github-backup-utils-v$version.tar.gz
  mkdir -p vendor
  tar --create --gzip --file "$tarball" --mode a+rX,u+w --sort name --mtime @0 --owner 0 --group 0 \
    --transform "s,^\.,github-backup-utils-v$version," --directory "$home" .
}

build() {
  backup_utils
  local from
  from=$(base_image)
  echo "building $name from $from, with backup-utils $version"
  buildah bud --quiet --isolation chroot --layers --format docker \
    --build-arg BUILD_IMAGE="$from" --build-arg RUNTIME_IMAGE="$from" \
    --build-arg BACKUP_UTILS_VERSION="$version" \
    --build-arg BACKUP_UTILS_SHA256="$(sha256sum "$tarball" | cut -d' ' -f1)" \
    --build-arg REVISION="$(git rev-parse HEAD 2>/dev/null || echo unknown)" \
    --tag "$name" . >"$work/build.log" 2>&1 || { tail -n 40 "$work/build.log" >&2; exit 1; }
  case $tarball in *-packed.tar.gz | *-stand-in.tar.gz) rm "$tarball" ;; esac
  echo "$name takes $(($(podman image inspect --format '{{.Size}}' "$name") / 1000000)) MB"
}

case "$1" in
  build) build ;;
  figures)
    build >&2
    bashtest/run --image "$name" src/test/resources/image-figures.sh | grep '^|'
    ;;
  test)
    # From its layers in a few seconds, where nothing has changed: what is tested is never an image of yesterday.
    build
    exec bashtest/run --image "$name"
    ;;
esac
