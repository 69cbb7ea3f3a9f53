#!/usr/bin/env bash
# Gives a volume that another user wrote, as the earlier appliance did as root, to ghe-keeper's user. Modes and times stay
# as they are: rsync shares a file with the last snapshot only while they agree.
# May be killed at any time, and repeated: what is done is not done again.
set -euo pipefail

volume=${1:?which folder?}
user=999
group=999

cd "$volume"
echo "giving what is in $volume to $user:$group"
# -h: links themselves, never what they lead to. -xdev: nothing that is mounted within.
changed=$(find . -xdev -mindepth 1 \( ! -uid "$user" -o ! -gid "$group" \) -exec chown -h "$user:$group" {} + -printf . | wc -c)
echo "changed $changed files, folders and links"

# Last, because by this the kubelet sees that nothing is left to do (fsGroupChangePolicy: OnRootMismatch). Root's, as the
# kubelet leaves it on a new volume, so that root may set its mode without a further capability.
chown "0:$group" .
chmod ug+rwx,g+s .
echo "$volume is ghe-keeper's now: $(stat -c '%A %u:%g' .)"
