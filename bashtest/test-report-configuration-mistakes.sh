#!/usr/bin/env bash
# The program reports all mistakes of a configuration at once, each with the way out, and does nothing else.
# shellcheck source=bashtest/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
begin_laboratory
places

it "names every problem at once, with the line and a near miss"
configure 'schedule: {backups: ["99 * * * *"], time-zone: Mars/Olympus}' 'appliance: {host: "not a host", port: 99999}'
run keeper config check
expect_status 10
expect_output "4 problems" "schedule.backups" "schedule.backup" "time-zone" "appliance.host" "appliance.port"

it "does nothing at all with such a configuration"
run keeper backup
expect_status 10
[ ! -e "$data" ] && [ ! -e "$volume/ghe-keeper" ] || fail "something was written: $(ls "$volume")"

it "names the path of the configuration file when there is none"
rm "$etc/ghe-keeper.yaml"
run keeper config check
if [ -n "${IMAGE:-}" ]; then # the usual place: it may be missing, where variables say everything
  expect_status 10
  expect_output "appliance.host" "GHE_KEEPER_APPLIANCE_HOST"
else
  expect_status 11
  expect_output "$etc/ghe-keeper.yaml does not exist"
fi

it "refuses a secret that is not there"
configure
run keeper key check
expect_status 20
expect_output "kms_private_ssh_key" "HINT:"

it "refuses a host key that no person has checked"
ssh-keygen -q -t ed25519 -N '' -f "$site/id_ed25519"
let_in "$site/id_ed25519.pub"
cp "$site/id_ed25519" "$secret/kms_private_ssh_key"
own "$secret"
run keeper backup
[ "$status" -ge 40 ] && [ "$status" -lt 50 ] || fail "exit status $status is none of the appliance"
expect_output "ghe-keeper appliance trust"

it "refuses a command that it does not know, and names the near one"
run keeper statsu
expect_status 2
expect_output "status"
