#!/usr/bin/env bash
# Runs the edge node's image as an engine would, where there is no engine: unpacks its layers in order,
# and starts its entry point as its user, as process 1 of namespaces of its own, with its root read-only
# and its volumes beside it. Then: use, health check, kill -9, another container on the same volumes.
#
# usage: packaging/image-test.sh [--base DIR]
#   --base DIR  as ./sluice package has it
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
base=(--base "$root/target/image-base")
if [ "${1:-}" = --base ]; then base=(--base "$2"); fi
arch=$(dpkg --print-architecture 2>/dev/null || uname -m)
case $arch in x86_64) arch=amd64 ;; aarch64) arch=arm64 ;; esac

say() { echo "image-test: $*"; }
skip() { say "SKIPPED: $*"; exit 0; }
fail() {
  say "FAILED: $*" >&2
  [ ! -f "$work/err" ] || tail -n 5 "$work/err" "$work/out" >&2
  exit 1
}

[ "$(id -u)" = 0 ] || skip "only root can unpack an image with its owners and make namespaces"
case $arch in amd64 | arm64) ;; *) skip "no images are made for $arch" ;; esac
for program in unshare nsenter chroot mosquitto_pub mosquitto_sub mosquitto_rr; do
  command -v "$program" >/dev/null || skip "no $program here"
done

work=$(mktemp -d)
job=
node=
cleanup() {
  [ -z "$job" ] || kill -KILL "$job" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT
trap 'say "FAILED: line $LINENO: $BASH_COMMAND" >&2' ERR
# shellcheck disable=SC2016 # the shell inside expands
unshare -n -m -p -f sh -ec '
  mkdir "$1" "$1/proc" "$1/dev" "$1/tmp"
  mount --bind "$1" "$1"
  mount -o remount,ro,bind "$1"
  mount -t tmpfs none "$1/tmp"
  mount -t proc none "$1/proc"
  mount --rbind /dev "$1/dev"' - "$work/probe" 2>"$work/unshare" ||
  skip "no container can be made here: $(cat "$work/unshare")"

make_image() { "$root/sluice" package --only image --program "$1" --platform "$2" --release 1.2.3 --out "$work/$3" "${base[@]}"; }
made=$(make_image edge "$arch" packages 2>&1) || case $made in
  *"none can be fetched"*) skip "${made#package: }" ;;
  *) fail "$made" ;;
esac
say "made ${made##*/}"

# What an engine does with the archive: layers over each other, in their order.
unpack() {
  mkdir -p "$2.archive" "$2"
  tar -xf "$1" -C "$2.archive"
  for layer in $(grep -o '"Layers":\[[^]]*' "$2.archive/manifest.json" | sed 's/.*\[//' | tr -d '"' | tr ',' ' '); do
    tar --warning=no-unknown-keyword -xzpf "$2.archive/$layer" --numeric-owner -C "$2"
  done
  config=$(cat "$2.archive/config.json")
}
expect() { case $config in *"$1"*) ;; *) fail "the image's configuration lacks $1: $config" ;; esac; }

unpack "$work"/packages/*-image.tar "$work/image"
expect "\"architecture\":\"$arch\""
expect '"User":"10001:10001"'
expect '"Entrypoint":["/usr/bin/sluice-edge"]'
expect '"/etc/sluice":{}'
expect '"/var/lib/sluice":{}'
expect '"1883/tcp":{}'
expect '"org.opencontainers.image.version":"1.2.3"'
health=$(echo "$config" | sed -n 's/.*"Test":\["CMD-SHELL","\([^"]*\)"\].*/\1/p')
[ -n "$health" ] || fail "the image has no health check"
mapfile -t environment < <(echo "$config" | grep -o '"Env":\[[^]]*' | sed 's/.*\[//' | tr ',' '\n' | tr -d '"')
[ "$(stat -c %u:%a "$work/image/var/lib/sluice")" = 10001:750 ] || fail "the folder of data is not the service's"
[ "$(stat -c %u:%a "$work/image/etc/sluice")" = 10001:755 ] || fail "the folder of configuration is not the service's"

# A new volume gets what the image has there.
mkdir "$work/volumes"
cp -a "$work/image/etc/sluice" "$work/volumes/config"
cp -a "$work/image/var/lib/sluice" "$work/volumes/data"

# shellcheck disable=SC2016 # the shell inside expands
start() {
  : >"$work/out"
  unshare -n -m -p -f --kill-child sh -ec '
    image=$1 volumes=$2
    shift 2
    mount --bind "$image" "$image"
    mount -o remount,ro,bind "$image"
    mount --bind "$volumes/config" "$image/etc/sluice"
    mount --bind "$volumes/data" "$image/var/lib/sluice"
    mount -t tmpfs none "$image/tmp"
    mount -t tmpfs none "$image/mnt"
    mount -t proc none "$image/proc"
    mount --rbind /dev "$image/dev"
    "$image/bin/busybox" ip link set lo up
    exec env -i "$@"' - "$work/image" "$work/volumes" \
    "${environment[@]}" "$(command -v chroot)" --userspec=10001:10001 "$work/image" /usr/bin/sluice-edge >"$work/out" 2>"$work/err" &
  job=$!
  for _ in $(seq 600); do
    if grep -q '^ready' "$work/out"; then break; fi
    kill -0 "$job" 2>/dev/null || fail "the container ended before it was ready"
    sleep 0.1
  done
  grep -q '^ready' "$work/out" || fail "not ready within a minute"
  node=$(cut -d ' ' -f 1 "/proc/$job/task/$job/children")
}

# As `docker exec` would: in the same namespaces, as the same user.
inside() {
  nsenter -t "$node" -n -m -p env -i "${environment[@]}" "$(command -v chroot)" --userspec=10001:10001 "$work/image" "$@"
}
beside() { nsenter -t "$node" -n "$@"; }
ended() {
  code=0
  wait "$job" 2>/dev/null || code=$?
  job=
}

# Mount points that engines make by themselves.
mkdir -p "$work/image/proc" "$work/image/dev" "$work/image/mnt"

begun=$(date +%s%N)
start
say "ok: process 1 of its container serves after $((($(date +%s%N) - begun) / 1000000)) ms, as user $(stat -c %u "/proc/$node"), on a root that is read-only"
beside mosquitto_pub -q 1 -r -t kept/retained -m first
[ "$(beside mosquitto_sub -q 1 -t kept/retained -C 1 -W 20)" = first ] || fail "a retained message did not come back"
answer=$(beside mosquitto_rr -V 5 -W 20 -t infer/vibration/request -e my/answers \
  -D publish user-property x-deadline-ms 15000 -m '{"id":"1","values":[0.1,0.3,-0.2,0.4]}')
case $answer in *'"status":"ok"'*) ;; *) fail "the model's answer: $answer" ;; esac
grep -q event=model-runtime-fallback "$work/err" && fail "the native model runtime does not run in the image"
say "ok: serves a client, and a model answers by ONNX Runtime"

inside /bin/sh -c "$health" || fail "the health check of a node that serves: $health"
inside /bin/sh -c "${health/:9464/:9}" && fail "the health check does not see that nobody serves"
case $(inside sluice-edge status) in *": healthy"*) ;; *) fail "sluice-edge status: $(inside sluice-edge status)" ;; esac
say "ok: the health check tells serving from not, and sluice-edge status says healthy"

kill -KILL "$node"
ended
start
[ "$(beside mosquitto_sub -q 1 -t kept/retained -C 1 -W 20)" = first ] || fail "kill -9 lost a retained message"
say "ok: kill -9, and another container on the same volumes: nothing is lost"
kill -TERM "$node"
ended
[ "$code" = 143 ] || [ "$code" = 0 ] || fail "stopped by SIGTERM it ended with $code"
say "ok: SIGTERM, which engines send, ends it in order"

other=arm64 machine=b7
if [ "$arch" = arm64 ]; then other=amd64 machine=3e; fi
if made=$(make_image edge "$other" packages 2>&1); then
  unpack "$work"/packages/*-"$other"-image.tar "$work/other"
  expect "\"architecture\":\"$other\""
  java=("$work"/other/usr/lib/jvm/*/bin/java)
  for file in "${java[0]}" "$work/other/bin/busybox" "$work/other/usr/lib/sluice-edge/native/libonnxruntime.so"; do
    [ "$(od -An -tx1 -j18 -N1 "$file" | tr -d ' ')" = $machine ] || fail "$file is not for $other"
  done
  say "ok: made ${made##*/}, whose programs are for $other; not run here"
else
  say "SKIPPED: the image for $other: $made"
fi
say "not run: an engine (docker load, podman load); cgroups and seccomp profiles are its own"
say "passed in $SECONDS s"
