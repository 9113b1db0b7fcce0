#!/bin/bash
# Makes the class-data archive for the JVM of this machine: runs the program once on loopback, with
# the shipped configuration, while it writes down which classes it loads. Takes the file to write;
# may take a minute on a small machine.
set -euo pipefail

home=$(dirname "$(dirname "$(readlink -f "$0")")")
archive=${1:-$home/cache/@program@.jsa}
work=$(mktemp -d)
pid=
trap 'if [ -n "$pid" ]; then kill "$pid" 2>/dev/null || true; fi; rm -rf "$work"' EXIT

options=(--config "$home/default/@program@.yaml" --data "$work/data" --port 0 --set admin.port=0)
mkdir -p "$work/data"
# What the archive holds may not come from another archive.
SLUICE_CLASS_ARCHIVE=none SLUICE_JAVA_OPTS="-XX:ArchiveClassesAtExit=$work/classes.jsa ${SLUICE_JAVA_OPTS:-}" \
  "$home/bin/@package@" "${options[@]}" >"$work/out" 2>"$work/err" &
pid=$!

fail() {
  echo "@package@-archive: $1; without an archive starting takes longer, nothing else" >&2
  sed 's/^/  /' "$work/err" | tail -n 5 >&2
  exit 1
}

for _ in $(seq 600); do
  if grep -q '^ready' "$work/out"; then break; fi
  kill -0 "$pid" 2>/dev/null || fail "the program ended"
  sleep 0.1
done
port=$(sed -n 's/^ready [a-z]*=[^ ]*:\([0-9]*\).*/\1/p' "$work/out")
[ -n "$port" ] || fail "the program did not start within a minute"

# A client as most are: MQTT 3.1.1, it subscribes to # and publishes what a route answers.
body='{"id":"1","values":[0.1,0.2,0.3,0.4]}'
exec 3<>"/dev/tcp/127.0.0.1/$port"
printf '\x10\x0d\x00\x04MQTT\x04\x02\x00\x3c\x00\x01a' >&3
printf '\x82\x06\x00\x01\x00\x01#\x01' >&3
printf '\x32\x3c\x00\x13sensors/a/vibration\x00\x02%s' "$body" >&3
head -c 100 <&3 >/dev/null &
reader=$!
for _ in $(seq 50); do
  kill -0 "$reader" 2>/dev/null || break
  sleep 0.1
done
kill "$reader" 2>/dev/null || true
exec 3>&-

kill "$pid"
wait "$pid" || true
pid=
[ -s "$work/classes.jsa" ] || fail "the JVM wrote none"
mkdir -p "$(dirname "$archive")"
# Whoever reads the old one keeps it: a new file takes its name.
cp "$work/classes.jsa" "$archive.new"
chmod 644 "$archive.new"
mv "$archive.new" "$archive"
