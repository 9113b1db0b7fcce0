#!/usr/bin/env bash
# Runs the edge node's arm64 image under qemu's user-mode emulation of the processors of Raspberry Pi 3, 4
# and 5, each as a machine that has run nothing before: the broker serves a client, and what the models
# answer is compared with what the image of this machine answers. Emulated: this says that the instructions
# exist and give the same numbers, nothing of a Pi's speed, memory or devices.
#
# usage: packaging/emulation-test.sh [CPU ...]   (default: cortex-a53 cortex-a72 cortex-a76; minutes each)
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cpus=("$@")
[ $# -gt 0 ] || cpus=(cortex-a53 cortex-a72 cortex-a76)
port=$((20000 + RANDOM % 10000))
work=
job=

say() { echo "emulation-test: $*"; }
skip() { say "SKIPPED: $*"; exit 0; }
fail() {
  say "FAILED: $*" >&2
  tail -n 5 "$work"/*.err >&2 || true
  exit 1
}

[ "$(id -u)" = 0 ] || skip "only root can unpack an image with its owners"
[ "$(uname -m)" = x86_64 ] || skip "nothing is emulated on $(uname -m)"
for program in unshare chroot basenc mosquitto_pub mosquitto_sub; do
  command -v "$program" >/dev/null || skip "no $program here"
done

work=$(mktemp -d)
cleanup() {
  [ -z "$job" ] || kill -KILL "$job" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT
trap 'say "FAILED: line $LINENO: $BASH_COMMAND" >&2' ERR

# Out of its package where it is not installed: it is one static program.
qemu=$(command -v qemu-aarch64-static || true)
if [ -z "$qemu" ]; then
  qemu=$root/target/qemu/usr/bin/qemu-aarch64-static
  if [ ! -x "$qemu" ]; then
    mkdir -p "$root/target/qemu"
    (cd "$root/target/qemu" && apt-get download -qq qemu-user-static \
      && dpkg-deb --fsys-tarfile qemu-user-static_*.deb | tar -x ./usr/bin/qemu-aarch64-static && rm -f ./*.deb) \
      >/dev/null 2>&1 || skip "no qemu-aarch64-static here, and Debian's cannot be fetched"
  fi
fi

# A namespace has formats of programs of its own, so that nothing is registered with this machine.
unshare -U --map-root-user -m sh -c 'mount -t binfmt_misc none "$1"' - "$(mktemp -d -p "$work")" 2>"$work/unshare.err" \
  || skip "no formats of programs in a namespace here, as Linux 6.7 and newer have: $(cat "$work/unshare.err")"

# As an engine unpacks it, but for one owner: in the namespace there is nobody else.
unpack() {
  local made
  made=$("$root/sluice" package --only image --program edge --platform "$1" --release 1.2.3 --out "$work/packages" \
    --base "$root/target/image-base" 2>&1) || case $made in
    *"none can be fetched"*) skip "${made#package: }" ;;
    *) fail "$made" ;;
  esac
  mkdir -p "$work/$1.archive" "$work/$1"
  tar -xf "$work"/packages/*-"$1"-image.tar -C "$work/$1.archive"
  for layer in $(grep -o '"Layers":\[[^]]*' "$work/$1.archive/manifest.json" | sed 's/.*\[//' | tr -d '"' | tr ',' ' '); do
    tar --warning=no-unknown-keyword -xzpf "$work/$1.archive/$layer" --no-same-owner -C "$work/$1"
  done
  mkdir -p "$work/$1/proc" "$work/$1/dev" "$work/$1/sys"
  mapfile -t environment < <(grep -o '"Env":\[[^]]*' "$work/$1.archive/config.json" | sed 's/.*\[//' | tr ',' '\n' | tr -d '"')
  configure "$work/$1/etc/sluice"
  say "unpacked the image for $1"
}

# All five models, each behind a route that waits for it and asks nobody else.
configure() {
  {
    echo "node: {id: emulated}"
    echo "listener: {host: 127.0.0.1, port: $port}"
    echo "admin: {host: 127.0.0.1, port: $((port + 1))}"
    echo "uplink: {enabled: false}"
    echo "limits: {packet-size: 1MB}"
    echo "inference:"
    echo "  models:"
    for model in vibration-light vibration-heavy surface-light surface-medium surface-heavy; do
      echo "    - /usr/lib/sluice-edge/models/$model.model.yaml"
    done
    echo "policy: policy.yaml"
  } >"$1/edge.yaml"
  {
    echo "placement: edge-only"
    echo "routes:"
    for model in vibration-light vibration-heavy surface-light surface-medium surface-heavy; do
      echo "  - {name: $model, topic: ask/$model, model: $model, deadline: 10m}"
    done
  } >"$1/policy.yaml"
}

# start IMAGE [CPU [with-sys]]: the entry point, with nothing kept of an earlier start. Without CPU: as this machine.
# /sys describes this machine's processor, which the emulated one is not: it is left out, unless that is the point.
# shellcheck disable=SC2016 # the shell inside expands
start() {
  local image=$work/$1 cpu=${2:-}
  rm -rf "$work/data"
  mkdir "$work/data"
  : >"$work/out"
  unshare -U --map-root-user -m -p -f --kill-child sh -ec '
    image=$1 data=$2 qemu=$3 formats=$4 system=$5
    shift 5
    if [ -n "$qemu" ]; then
      mount -t binfmt_misc none "$formats"
      printf "%s" ":aarch64:M::\\x7f\\x45\\x4c\\x46\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00\\xb7\\x00:\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xfe\\xff\\xff\\xff:$qemu:F" >"$formats/register"
    fi
    mount --bind "$image" "$image"
    mount --bind "$data" "$image/var/lib/sluice"
    mount -t tmpfs none "$image/tmp"
    mount -t proc none "$image/proc"
    mount --rbind /dev "$image/dev"
    if [ "$system" = with-sys ]; then mount --rbind /sys "$image/sys"; fi
    exec env -i "$@"' - "$image" "$work/data" "${cpu:+$qemu}" "$(mktemp -d -p "$work")" "${3:-}" \
    "${environment[@]}" ${cpu:+"QEMU_CPU=$cpu"} "$(command -v chroot)" "$image" /usr/bin/sluice-edge >"$work/out" 2>"$work/node.err" &
  job=$!
  for _ in $(seq 6000); do
    if grep -q '^ready' "$work/out"; then return; fi
    kill -0 "$job" 2>/dev/null || fail "the node ended before it was ready"
    sleep 0.1
  done
  fail "not ready within ten minutes"
}

stop() {
  kill -KILL "$job"
  wait "$job" 2>/dev/null || true
  job=
}

# The same numbers each time: no chance, and both kinds of vibration.
values() {
  awk -v seed="$1" 'BEGIN {
    for (i = 0; i < 64; i++)
      printf "%s%.4f", i ? "," : "", sin(i * (0.2 + seed / 7)) + (seed % 2 && i > 40 ? 1.5 * sin(i * 2.9) : 0)
  }'
}
image() {
  awk -v seed="$1" 'BEGIN {
    for (i = 0; i < 4096; i++) {
      x = i % 64; y = int(i / 64)
      v = 128 + 20 * sin(y * 0.7 + seed) + (seed % 2 && (x - y) * (x - y) < 9 ? 90 : 0)
      printf "%02X", v
    }
  }' | basenc --decode --base16
}

# By a session that waits for the answer, however long that takes.
ask() {
  local session=(-h 127.0.0.1 -p "$port" -q 1 -c -i asker -t 'ask/+/inference')
  mosquitto_sub "${session[@]}" -E
  mosquitto_pub -V 5 -h 127.0.0.1 -p "$port" -q 1 -t "ask/$1" "${@:2}"
  mosquitto_sub "${session[@]}" -C 1 -W 800
}

# One line for each answer: model, label, confidence.
answers() {
  local seed
  for seed in 1 2 3 4; do
    for model in vibration-light vibration-heavy; do
      ask "$model" -m "{\"id\":\"$seed\",\"values\":[$(values "$seed")]}"
    done
    image "$seed" >"$work/frame"
    for model in surface-light surface-medium surface-heavy; do
      ask "$model" -f "$work/frame" -D publish user-property x-id "$seed"
    done
  done | tee "$work/answers.json" | sed -n 's/.*"status":"ok".*/&/p' \
    | sed 's/.*"model":"\([^"]*\)".*"label":"\([^"]*\)".*"confidence":\([0-9.eE-]*\).*/\1 \2 \3/'
}

unpack arm64
emulated=("${environment[@]}")
unpack amd64
start amd64
answers >"$work/native"
stop
[ "$(wc -l <"$work/native")" = 20 ] || fail "this machine answered: $(cat "$work/answers.json")"
say "this machine: 20 answers, $(cut -d ' ' -f 2 "$work/native" | sort | uniq -c | tr -s ' \n' ' ')"
environment=("${emulated[@]}")

# prove CPU [with-sys]
prove() {
  local cpu=$1 begun=$SECONDS
  start arm64 "$@"
  say "$cpu, emulated: serves after $((SECONDS - begun)) s"
  mosquitto_pub -h 127.0.0.1 -p "$port" -q 1 -r -t kept/retained -m "$cpu"
  [ "$(mosquitto_sub -h 127.0.0.1 -p "$port" -q 1 -t kept/retained -C 1 -W 60)" = "$cpu" ] \
    || fail "$cpu: a retained message did not come back"
  runtime="ONNX Runtime"
  if grep -q event=model-runtime-fallback "$work/node.err"; then
    runtime="plain Java"
    say "$cpu, emulated, says: $(grep -m 1 event=model-runtime-fallback "$work/node.err" | sed 's/.*event=model-runtime-fallback *//')"
  fi
  cp "$work/native" "$work/expected"
  # What plain Java cannot run is left to the cloud, which there is none of here.
  for model in $(sed -n 's/.*event=model-unloadable cause="model \([^,]*\),.*/\1/p' "$work/node.err" | sort -u); do
    say "$cpu, emulated, says: $model cannot be run in Java"
    sed -i "/^$model /d" "$work/expected"
  done
  answers >"$work/emulated"
  stop
  count=$(wc -l <"$work/expected")
  [ "$(wc -l <"$work/emulated")" = "$count" ] || fail "$cpu answered: $(cat "$work/answers.json")"
  # Sums in another order differ in their last digits.
  widest=$(paste -d ' ' "$work/expected" "$work/emulated" | awk '
    $1 != $4 || $2 != $5 { print "label"; exit }
    { d = $3 - $6; if (d < 0) d = -d; if (d > widest) widest = d }
    END { printf "%.3f\n", widest }' | head -n 1)
  [ "$widest" != label ] || fail "$cpu: other labels: $(paste "$work/expected" "$work/emulated")"
  awk -v widest="$widest" 'BEGIN { exit !(widest <= 0.0011) }' || fail "$cpu: confidence differs by $widest"
  say "ok: $cpu, emulated: serves a client; $count answers of $(cut -d ' ' -f 1 "$work/emulated" | sort -u | wc -l) models by $runtime have the labels of this machine, confidence differs by $widest at most (it is told to 0.001)"
}

for cpu in "${cpus[@]}"; do prove "$cpu"; done
# What ONNX Runtime reads there does not fit what it runs on, and it dies of that: the node must not.
say "${cpus[0]} once more, with the description of another processor in /sys:"
prove "${cpus[0]}" with-sys
say "passed in $SECONDS s; emulated, nothing was run on a Pi"
