#!/bin/bash
# What the appliance's shell does with a command: runs it, with the appliance's paths led into a folder.
#
# usage: login.sh ROOT [COMMAND]     without COMMAND: what sshd was asked for ($SSH_ORIGINAL_COMMAND)
#
# There is no mount namespace for an unprivileged test, so the paths are rewritten in the text of the command. A shell
# that reads its script from standard input (`ssh host /bin/bash <<EOF`) has that script rewritten likewise.
set -u
root=$1
command=${2-${SSH_ORIGINAL_COMMAND-}}

# A path is rewritten where a word begins with it. Paths that the appliance itself gave out (its mktemp) begin with the
# root already; they are hidden behind \001 meanwhile. In this shell alone, without a sed: a restore asks some fifty times.
lead() {
  local rest=$'\n'${command//"$root"/$'\001'}$'\n' text='' found
  local path="[[:space:]'\"=<>:(](/(data|etc/github|etc/ssh|sys/devices/virtual/dmi|usr/local/share/enterprise))[[:space:]'\";)/]"
  while [[ $rest =~ $path ]]; do
    found=${BASH_REMATCH[0]}
    text+=${rest%%"$found"*}${found:0:1}$'\001'${BASH_REMATCH[1]}
    # What ends this path may begin the next one.
    rest=${found: -1}${rest#*"$found"}
  done
  text+=$rest
  text=${text#$'\n'}
  text=${text%$'\n'}
  command=${text//$'\001'/$root}
}

if [[ -z $command ]]; then
  echo "the laboratory's appliance has no interactive shell" >&2
  exit 1
fi
# How kindly it runs has no part in any test, and each of the two is one more program to start, for every question.
while [[ $command =~ ^(nice|ionice)\ -[nc]\ [0-9]+\  ]]; do
  command=${command#"${BASH_REMATCH[0]}"}
done
if [[ $command =~ ^/bin/(ba)?sh$ ]]; then
  command=$(</dev/stdin)
fi

cd "$root/home/admin" || exit 1
lead
# The environment holds nothing of the test: both servers begin with a clean one.
unset SSH_ORIGINAL_COMMAND
export PATH="$root/lab/bin:$PATH" HOME="$root/home/admin" USER=admin TMPDIR="$root/tmp" LC_ALL=C LAB_ROOT="$root"

# A new process is slow here. The laboratory's programs run in this shell, unless a test replaced one of them.
for program in "$root"/lab/bin/*; do
  if [[ -h $program ]]; then eval "${program##*/}() ( name=${program##*/}; . '$program' )"; fi
done
set +u --
if [[ $command == *[^a-zA-Z0-9_./:\ -]* ]]; then
  eval "$command"
  exit
fi
# shellcheck disable=SC2086 # plain words
set -- $command
name=$1
if declare -F "$name" >/dev/null; then
  shift
  # shellcheck disable=SC1090
  . "$root/lab/bin/$name"
elif hash "$name" 2>/dev/null; then
  exec "$@"
else
  eval "$command"
fi
