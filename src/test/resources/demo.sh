#!/usr/bin/env bash
# Runs the demo's main class on the test class path. Called by ./dev demo, from the project's folder, after the build.
set -euo pipefail
classpath=target/test-classpath.txt
[ "$classpath" -nt pom.xml ] || mvn -q -B -Dstyle.color=never --no-transfer-progress dependency:build-classpath -Dmdep.outputFile="$classpath" -Dmdep.includeScope=test
exec java -XX:TieredStopAtLevel=1 -cp "target/test-classes:target/classes:$(cat "$classpath")" \
  io.ghekeeper.demo.Demo "$PWD/bin/ghe-keeper"
