#!/usr/bin/env bash
# Runs the demo's main class on the test class path. Called by ./dev demo, from the project's folder, after the build.
set -euo pipefail
classpath=$(bash src/test/resources/test-classpath.sh)
exec java -XX:TieredStopAtLevel=1 -cp "$classpath" io.ghekeeper.demo.Demo "$PWD/bin/ghe-keeper"
