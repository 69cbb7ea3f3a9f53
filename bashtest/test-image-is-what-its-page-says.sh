#!/usr/bin/env bash
# What docs/image.md has people do with the image that they have built: the command outside a pod, and an image made from it.
# only in the image
# shellcheck source=bashtest/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
begin_laboratory
cd "$site"
page=$OLDPWD/docs/image.md

podman_here() { sed -e "s#docker #${PODMAN[*]} #g; s#registry.example.com/ghe-keeper:0.1.0#$IMAGE#g"; }

it "is a command outside a pod, as the page defines it"
typed=$(sed -n '/^    ghe-keeper() {/,/^$/s/^    //p' "$page" | podman_here)
eval "$typed" >version 2>&1 || fail "$(cat version)"
printf 'appliance: {hosts: github.example.com}\n' >ghe-keeper.yaml
run ghe-keeper config check --config ghe-keeper.yaml
expect_status 10
expect_output "hosts"

it "says what its labels are, as the page has it"
run eval "$(sed -n 's/^    \(docker image inspect\)/\1/p' "$page" | podman_here)"
expect_status 0
for label in title description version revision licenses base.name; do
  expect_output "\"org.opencontainers.image.$label\":"
done

it "lets an image of one's own trust one's own CA, as the page writes its Dockerfile"
openssl req -x509 -newkey ed25519 -nodes -keyout ca.key -out company-ca.crt -days 2 -subj "/CN=Company CA" 2>/dev/null
sed -n '/^    FROM /,/^$/s/^    //p' "$page" | podman_here >Dockerfile
run buildah bud --quiet --isolation chroot --format docker --tag localhost/ghe-keeper-own:lab .
expect_status 0
run "${PODMAN[@]}" run --rm --entrypoint /opt/ghe-keeper/java/bin/keytool localhost/ghe-keeper-own:lab \
  -list -cacerts -storepass changeit -alias company-ca
expect_status 0
run "${PODMAN[@]}" run --rm localhost/ghe-keeper-own:lab version
expect_status 0
"${PODMAN[@]}" image rm localhost/ghe-keeper-own:lab >/dev/null
