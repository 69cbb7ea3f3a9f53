#!/usr/bin/env bash
# The private SSH key comes to ghe-keeper encrypted by KMS, and is never seen in the clear.
# shellcheck source=bashtest/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
begin_laboratory
places
configure

it "encrypts a key that a person made, to a value that begins with aws:kms:"
ssh-keygen -q -t ed25519 -N '' -C ghe-backup -f "$site/id_ed25519"
keeper key encrypt --key-id "$kms_key" <"$site/id_ed25519" >"$site/encrypted" 2>"$site/let-in"
grep -qE '^aws:kms:[A-Za-z0-9+/=]{300,}$' "$site/encrypted" || fail "this is no such value: $(head -c 40 "$site/encrypted")"

it "prints, beside the value, the line that lets the key in on the appliance"
grep -qF "Management Console > SSH access" "$site/let-in" || fail "no word of where the line goes"
[ "$(tail -1 "$site/let-in")" = "$(ssh-keygen -y -f "$site/id_ed25519")" ] || fail "this is not its public half"

it "prints type, bits and fingerprint of the key that it decrypts, and nothing more of it"
cp "$site/encrypted" "$secret/kms_private_ssh_key"
run keeper key check
expect_status 0
expect_output "ED25519 256 bits $(ssh-keygen -l -f "$site/id_ed25519.pub" | cut -d' ' -f2)"
expect_output "Add this line to the appliance under Management Console > SSH access:"
expect_output "$(ssh-keygen -y -f "$site/id_ed25519")"
expect_no_output_of "$(sed -n 2p "$site/id_ed25519")" "the key itself"

it "takes the plain key that earlier deployments have in their secret"
cp "$site/id_ed25519" "$secret/kms_private_ssh_key"
own "$secret"
run keeper key check
expect_status 0
expect_output "ED25519 256 bits"
expect_output "The key's value is not encrypted."

it "reads a key that a vault wrapped into one line with the letters \\\\n, and in quotes"
printf '"%s"' "$(sed ':a;N;$!ba;s/\n/\\n/g' "$site/id_ed25519")" >"$secret/kms_private_ssh_key"
own "$secret"
run keeper key check
expect_status 0
expect_output "$(ssh-keygen -y -f "$site/id_ed25519")"

it "refuses a value that was cut off when it was copied, and shows no piece of it"
head -c 200 "$site/encrypted" >"$secret/kms_private_ssh_key"
own "$secret"
run keeper key check
[ "$status" -ge 20 ] && [ "$status" -lt 40 ] || fail "exit status $status is none of a key or of KMS"
expect_output "HINT:"
expect_no_output_of "$(head -c 60 "$site/encrypted" | tail -c 40)" "a piece of the value"

it "refuses a key with a passphrase, because no person can type it at night"
ssh-keygen -q -t ed25519 -N secret -f "$site/locked"
run keeper key encrypt --key-id "$kms_key" <"$site/locked"
expect_status 22
expect_output "passphrase"
expect_no_output_of "aws:kms:"
