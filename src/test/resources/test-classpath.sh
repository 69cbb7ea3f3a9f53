#!/usr/bin/env bash
# Prints the class path on which bash tests, demo and figures run. Called from the project's folder, after the build;
# Maven is only asked when pom.xml is newer than its last answer.
set -euo pipefail
libraries=target/test-classpath.txt
[ "$libraries" -nt pom.xml ] || mvn -q -B -Dstyle.color=never --no-transfer-progress dependency:build-classpath \
  -Dmdep.outputFile="$libraries" -Dmdep.includeScope=test >&2
echo "$PWD/target/test-classes:$PWD/target/classes:$(cat "$libraries")"
