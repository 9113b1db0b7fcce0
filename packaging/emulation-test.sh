#!/usr/bin/env bash
# Runs the arm64 package of the edge node under user-mode emulation, as the processors of a Raspberry
# Pi 3, 4 and 5, and the amd64 package on this machine beside it: a real client is served, and the
# models give the same answers. Emulated: nothing here says anything about time, memory or a real Pi.
#
# usage: packaging/emulation-test.sh [--cache DIR] [CPU...]
#   CPU    as qemu-aarch64-static -cpu names them. Default: cortex-a53 cortex-a72 cortex-a76
#   --cache DIR  where the arm64 JRE is unpacked, and found the next time. Default: target/emulation
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=$root/target/emulation
if [ "${1:-}" = --cache ]; then cache=$2; shift 2; fi
cpus=("$@")
[ ${#cpus[@]} -gt 0 ] || cpus=(cortex-a53 cortex-a72 cortex-a76)

say() { echo "emulation-test: $*"; }
skip() { say "SKIPPED: $*"; exit 0; }
fail() {
  say "FAILED: $*" >&2
  [ ! -f "$work/err" ] || tail -n 5 "$work/err" "$work/out" >&2
  exit 1
}

work=$(mktemp -d)
node=
cleanup() {
  [ -z "$node" ] || kill -KILL "$node" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT
trap 'say "FAILED: line $LINENO: $BASH_COMMAND" >&2' ERR

[ "$(dpkg --print-architecture 2>/dev/null || true)" = amd64 ] || skip "the other side of the comparison is an amd64 Debian"
for program in java mosquitto_pub mosquitto_sub apt-get; do
  command -v "$program" >/dev/null || skip "no $program here"
done

# Debian packages are unpacked into a folder, for which no root is needed.
fetch() {
  local folder=$1 arch=$2
  shift 2
  mkdir -p "$folder/state/lists/partial" "$folder/debs/archives/partial"
  : >"$folder/state/status"
  local apt=(apt-get -qq -o "Dir::State=$folder/state" -o "Dir::State::status=$folder/state/status"
    -o "Dir::Cache=$folder/debs" -o "APT::Architecture=$arch" -o "APT::Architectures=$arch"
    -o "APT::Sandbox::User=$(id -un)" -o Debug::NoLocking=1)
  "${apt[@]}" update && "${apt[@]}" -y --no-install-recommends --download-only install "$@" || return 1
  for package in "$folder"/debs/archives/*.deb; do dpkg -x "$package" "$folder/root" || return 1; done
  rm -rf "$folder/state" "$folder/debs"
  touch "$folder/complete"
}

qemu=$(command -v qemu-aarch64-static || true)
if [ -z "$qemu" ]; then
  [ -e "$cache/qemu/complete" ] || fetch "$cache/qemu" amd64 qemu-user-static >"$work/apt" 2>&1 \
    || skip "qemu-user-static cannot be fetched: $(tail -n 1 "$work/apt")"
  qemu=$cache/qemu/root/usr/bin/qemu-aarch64-static
fi
if [ ! -e "$cache/jre/complete" ]; then
  say "fetching an arm64 JRE"
  fetch "$cache/jre" arm64 openjdk-17-jre-headless libstdc++6 >"$work/apt" 2>&1 \
    || skip "an arm64 JRE cannot be fetched: $(tail -n 1 "$work/apt")"
fi
arm=$cache/jre/root
home=$arm/usr/lib/jvm/java-17-openjdk-arm64
# The node starts a JVM itself, to try the model runtime in: whoever starts this one starts the emulator.
[ -e "$home/bin/java.emulated" ] || mv "$home/bin/java" "$home/bin/java.emulated"
# shellcheck disable=SC2016 # the wrapper expands
printf '#!/bin/sh\nexec "%s" -L "%s" -cpu "$EMULATED_CPU" "%s" "$@"\n' "$qemu" "$arm" "$home/bin/java.emulated" >"$home/bin/java"
chmod +x "$home/bin/java"

"$root/sluice" package --only tar --program edge --out "$work/packages" >/dev/null
for arch in amd64 arm64; do
  mkdir "$work/$arch"
  tar -xzf "$work"/packages/sluice-edge-*-linux-$arch.tar.gz -C "$work/$arch" --strip-components 1
done

# Both detectors, on this node only, with all the time that an emulator takes.
cat >"$work/edge.yaml" <<EOF
node: {id: emulated}
admin: {port: 0}
uplink: {enabled: false}
journal: {dir: journal}
inference:
  models: [$root/config/models/vibration-light.model.yaml, $root/config/models/vibration-heavy.model.yaml]
policy: policy.yaml
EOF
cat >"$work/policy.yaml" <<EOF
placement: edge-only
routes:
  - {name: light, topic: light/+, model: vibration-light, deadline: 60s, result: "answers/{topic}"}
  - {name: heavy, topic: heavy/+, model: vibration-heavy, deadline: 60s, result: "answers/{topic}"}
EOF

# Sensors that differ: a wave, a wave with a step, with a peak, with noise that is always the same.
signal() {
  awk -v kind="$1" 'BEGIN {
    srand(kind); printf "{\"id\":\"%d\",\"values\":[", kind
    for (i = 0; i < 256; i++) {
      value = sin(i * (0.2 + kind / 7)) + 0.2 * rand()
      if (kind % 4 == 1 && i > 200) value += 2
      if (kind % 4 == 2 && i == 230) value += 9
      if (kind % 4 == 3) value += rand()
      printf "%s%.4f", i ? "," : "", value
    }
    print "]}" }'
}
signals=8
for kind in $(seq $signals); do signal "$kind" >"$work/signal-$kind"; done

# Starts the package in a folder, asks both models about all signals and prints one line an answer.
answers() {
  local package=$1 to=$2 port=$((20000 + RANDOM % 10000))
  rm -rf "$work/data" "$work/journal" "$work/runtime-trials" && mkdir "$work/data"
  : >"$work/out"
  "$package/bin/sluice-edge" --config "$work/edge.yaml" --port "$port" --data "$work/data" >"$work/out" 2>"$work/err" &
  node=$!
  for _ in $(seq 1500); do
    if grep -q '^ready' "$work/out"; then break; fi
    kill -0 "$node" 2>/dev/null || fail "the node ended before it was ready"
    sleep 0.1
  done
  grep -q '^ready' "$work/out" || fail "the node was not ready within 150 s"
  echo kept | mosquitto_pub -h 127.0.0.1 -p "$port" -q 1 -r -t kept -s
  [ "$(mosquitto_sub -h 127.0.0.1 -p "$port" -q 1 -t kept -C 1 -W 30)" = kept ] || fail "a retained message did not come back"
  mosquitto_sub -V 5 -h 127.0.0.1 -p "$port" -q 1 -t 'answers/#' -C $((2 * signals)) -W 100 -F '%t %p' >"$work/raw" &
  local reader=$!
  until mosquitto_sub -h 127.0.0.1 -p "$port" -t '$SYS/broker/subscriptions/count' -C 1 -W 30 2>/dev/null | grep -q '[1-9]'; do
    kill -0 "$reader" 2>/dev/null || fail "nobody hears the answers"
  done
  for model in light heavy; do
    for kind in $(seq $signals); do
      mosquitto_pub -h 127.0.0.1 -p "$port" -q 1 -t "$model/$kind" -f "$work/signal-$kind"
    done
  done
  wait "$reader" || fail "$(wc -l <"$work/raw") of $((2 * signals)) answers came"
  sed -nE 's/^answers\/(\S+) .*"status":"ok".*"label":"([^"]+)","score":([0-9.eE-]+).*/\1 \2 \3/p' "$work/raw" | sort >"$to"
  [ "$(wc -l <"$to")" = $((2 * signals)) ] || fail "an answer is none: $(head -n 1 "$work/raw")"
  runtime="ONNX Runtime"
  if grep -q event=model-runtime-fallback "$work/data/edge.log"; then
    runtime="Java, because $(sed -n 's/.*event=model-runtime-fallback cause="\([^"]*\)".*/\1/p' "$work/data/edge.log" | head -n 1)"
  fi
  kill "$node"
  wait "$node" || true
  node=
}

answers "$work/amd64" "$work/wanted"
say "this machine, amd64: $(wc -l <"$work/wanted") answers by $runtime"
anomalies=$(grep -c ' anomaly ' "$work/wanted" || true)
[ "$anomalies" -gt 0 ] && [ "$anomalies" -lt $((2 * signals)) ] || fail "signals that all get one label show nothing: $anomalies anomalies"

# Of a score, which answers round to three digits.
compare() {
  paste -d ' ' "$1" "$2" | awk '
    { apart = $3 - $6; if (apart < 0) apart = -apart; if (apart > worst) worst = apart }
    $1 != $4 || $2 != $5 { other++ }
    END { printf "%.4f %d\n", worst, other; exit !(worst <= 0.0015 && !other) }'
}
sed '1s/ [0-9.eE-]*$/ 9/' "$work/wanted" >"$work/planted"
compare "$work/wanted" "$work/planted" >/dev/null && fail "the comparison does not see a planted difference"

for cpu in "${cpus[@]}"; do
  begun=$SECONDS
  # A JVM starts programs by a helper of its own, which no emulator would run: let it do it itself.
  JAVA_HOME=$home EMULATED_CPU=$cpu SLUICE_JAVA_OPTS=-Djdk.lang.Process.launchMechanism=VFORK \
    answers "$work/arm64" "$work/got"
  apart=$(compare "$work/wanted" "$work/got") || fail "$cpu: scores differ by (and labels differ) $apart"
  say "ok: emulated $cpu: serves a client, $((2 * signals)) answers by $runtime as on amd64 (scores at most ${apart% *} apart, same labels), $((SECONDS - begun)) s"
done
say "passed in $SECONDS s, emulated; not on any real board"
