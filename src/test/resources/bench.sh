#!/usr/bin/env bash
# Figures, as a Markdown table. Called by ./dev bench, from the project's folder, after the build.
set -euo pipefail
classpath=$(bash src/test/resources/test-classpath.sh)
java -XX:TieredStopAtLevel=1 -cp "$classpath" io.ghekeeper.demo.Bench
java -XX:TieredStopAtLevel=1 -cp "$classpath" io.ghekeeper.demo.PlanBench
java -XX:TieredStopAtLevel=1 -cp "$classpath" io.ghekeeper.demo.KeepBench
java -XX:TieredStopAtLevel=1 -cp "$classpath" io.ghekeeper.archive.ManyEntriesBench
if [ "$(id -u)" -eq 0 ] && command -v podman >/dev/null && podman image exists localhost/ghe-keeper:lab; then
  bash src/test/resources/image.sh figures
else
  echo "| the image | not measured: it wants root, podman, and ./dev image before | |"
fi
# These tables have columns of their own.
java -XX:TieredStopAtLevel=1 -cp "$classpath" io.ghekeeper.demo.ArchiveBench
echo
echo "| out of the archive | wall s | CPU s | bound |"
echo "|---|---|---|---|"
java -XX:TieredStopAtLevel=1 -cp "$classpath" io.ghekeeper.demo.FetchBench
