#!/usr/bin/env bash
# Installs the edge node's package into a Debian tree and does with it what a gateway's owner does:
# start, use, kill, edit the configuration, upgrade, fill the memory, remove, purge. systemd cannot
# run in such a tree, so the unit is judged by systemd-analyze and its ExecStart is run by hand.
#
# usage: packaging/install-test.sh [TREE]
#   TREE  a Debian tree with a JRE and mosquitto-clients, as debootstrap makes it; made when it is
#         missing, minutes. Default: this machine's own system. Nothing is written to either: all
#         goes into an overlay that is thrown away.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tree=${1:-/}
arch=$(dpkg --print-architecture 2>/dev/null || true)
port=$((20000 + RANDOM % 10000))
suite=bookworm

skip() {
  echo "install-test: SKIPPED: $*"
  exit 0
}

fail() {
  echo "install-test: FAILED: $*" >&2
  [ ! -f "$work/node.err" ] || tail -n 5 "$work/node.err" "$work/node.out" >&2
  exit 1
}

ok() { echo "install-test: ok: $*"; }

[ "$(id -u)" = 0 ] || skip "only root can install packages"
[ -n "$arch" ] || skip "no dpkg here"

if [ ! -e "$tree/usr/bin/dpkg" ]; then
  command -v debootstrap >/dev/null || skip "$tree is no Debian tree, and no debootstrap here to make one"
  debootstrap --variant=minbase --include=adduser,openjdk-17-jre-headless,mosquitto-clients "$suite" "$tree"
fi

work=$(mktemp -d)
guest=$work/guest
node=
cleanup() {
  stop KILL || true
  for at in "$guest/proc" "$guest/dev" "$guest"; do
    mountpoint -q "$at" && umount "$at"
  done
  rm -rf "$work"
}
trap cleanup EXIT
trap 'echo "install-test: FAILED: line $LINENO: $BASH_COMMAND" >&2' ERR

mkdir -p "$work/upper" "$work/over" "$guest"
mount -t overlay overlay -o "lowerdir=$tree,upperdir=$work/upper,workdir=$work/over" "$guest" 2>"$work/mount.err" \
  || skip "no overlay can be mounted here: $(cat "$work/mount.err")"
mount -t proc proc "$guest/proc"
mount --bind /dev "$guest/dev"

inside() { chroot "$guest" "$@"; }
for program in java mosquitto_pub mosquitto_sub mosquitto_rr adduser runuser; do
  inside sh -c "command -v $program" >/dev/null || skip "$tree has no $program"
done

packages() {
  "$root/sluice" package --only deb --program edge --platform "$arch" --release "$1" --out "$work/debs" >/dev/null
  cp "$work/debs/sluice-edge_$1_$arch.deb" "$guest/tmp/"
}

install() {
  inside env DEBIAN_FRONTEND=noninteractive dpkg -i "/tmp/sluice-edge_$1_$arch.deb" >"$work/dpkg.log" 2>&1 \
    || { cat "$work/dpkg.log" >&2; fail "dpkg -i of $1"; }
}

# As the unit would: its user, its environment file, its command.
unit() { sed -n "s/^$1=//p" "$guest/usr/lib/systemd/system/sluice-edge.service" | head -n 1; }
start() {
  : >"$work/node.out"
  # shellcheck disable=SC2016 # the shell inside expands
  inside runuser -u "$(unit User)" -- sh -c \
    '. /etc/default/sluice-edge; export SLUICE_JAVA_OPTS="${SLUICE_JAVA_OPTS:-} $1"; echo $$; exec $2' \
    - "${1:-}" "$(unit ExecStart)" >"$work/node.out" 2>"$work/node.err" &
  job=$!
  for _ in $(seq 600); do
    node=$(head -n 1 "$work/node.out")
    if grep -q '^ready' "$work/node.out"; then return; fi
    kill -0 "$job" 2>/dev/null || fail "the node ended before it was ready"
    sleep 0.1
  done
  fail "the node was not ready within a minute"
}

stop() {
  [ -n "$node" ] || return 0
  kill "-$1" "$node" 2>/dev/null || true
  wait "$job" 2>/dev/null || code=$?
  node=
}

publish() { inside mosquitto_pub -h 127.0.0.1 -p "$port" -q 1 "$@"; }
receive() { inside mosquitto_sub -h 127.0.0.1 -p "$port" -q 1 -W 20 "$@"; }
expect() { [ "$2" = "$3" ] || fail "$1: expected '$3', got '$2'"; }

packages 0.1.0~test1
packages 0.1.0~test2

install 0.1.0~test1
[ -s "$guest/var/cache/sluice/edge.jsa" ] || { cat "$work/dpkg.log"; fail "no class-data archive was made"; }
expect "owner of the data" "$(inside stat -c %U:%a /var/lib/sluice)" sluice:750
ok "installed, with a class-data archive of $(du -m "$guest/var/cache/sluice/edge.jsa" | cut -f 1) MB"

echo "no archive at all" >"$guest/tmp/stale.jsa"
inside env SLUICE_CLASS_ARCHIVE=/tmp/stale.jsa sluice-edge --version | grep -q '^sluice edge' \
  || fail "a class-data archive that is none keeps the node from starting"
ok "starts without the archive where it does not fit"

if command -v systemd-analyze >/dev/null; then
  # A tree without systemd lacks the targets; faults of the unit itself come with a line number.
  faults() { systemd-analyze verify --root="$guest" --man=no "$1" 2>&1 | grep -E 'service:[0-9]+:' || true; }
  [ -z "$(faults sluice-edge.service)" ] || fail "the unit: $(faults sluice-edge.service)"
  sed 's/^NoNewPrivileges/NoPrivileges/' "$guest/usr/lib/systemd/system/sluice-edge.service" \
    >"$guest/usr/lib/systemd/system/planted.service"
  [ -n "$(faults planted.service)" ] || fail "systemd-analyze does not see a planted fault"
  rm "$guest/usr/lib/systemd/system/planted.service"
  # It exits by the score; 10 is worst.
  score=$(systemd-analyze security --offline=yes --root="$guest" --no-pager sluice-edge.service 2>/dev/null \
    | sed -n 's/.*Overall exposure level for sluice-edge.service: \([0-9.]*\).*/\1/p')
  [ -n "$score" ] || fail "systemd-analyze security gives no score"
  awk -v score="$score" 'BEGIN { exit !(score <= 3) }' || fail "exposure $score of 10, at most 3 wanted"
  ok "unit verified by systemd-analyze; exposure $score of 10, less is better"
else
  echo "install-test: SKIPPED: no systemd-analyze here to judge the unit"
fi

sed -i "s/port: 1883/port: $port/; s/port: 9464/port: 0/; s/id: gateway-1/id: edited/" "$guest/etc/sluice/edge.yaml"
start
publish -t kept/retained -r -m first
expect "a retained message" "$(receive -t kept/retained -C 1)" first
receive -t kept/queue -i sleeper -c -E
publish -t kept/queue -m waiting
answer=$(inside mosquitto_rr -V 5 -h 127.0.0.1 -p "$port" -W 20 -t infer/vibration/request -e my/answers \
  -D publish user-property x-deadline-ms 15000 -m '{"id":"1","values":[0.1,0.3,-0.2,0.4]}')
case $answer in *'"status":"ok"'*) ;; *) fail "the model's answer: $answer" ;; esac
ok "serves clients, and a model answers"

admin=$(sed -n 's/.* admin=[^ ]*:\([0-9]*\).*/\1/p' "$work/node.out")
status=$(inside sluice-edge status --set "admin.port=$admin") || fail "sluice-edge status: $status"
case $status in *"edited, version "*": healthy"*) ;; *) fail "sluice-edge status: $status" ;; esac
completion=/usr/share/bash-completion/completions/sluice-edge
# shellcheck disable=SC2016 # the shell inside expands
inside bash -c '. "$1"; complete -p sluice-edge' - "$completion" | grep -q 'complete' \
  || fail "bash takes no completion from $completion"
ok "sluice-edge status finds the node, and bash completes its commands"

stop KILL
start
expect "a retained message after kill -9" "$(receive -t kept/retained -C 1)" first
ok "kill -9 and start: nothing is lost"
stop TERM

install 0.1.0~test2
expect "the installed version" "$(inside dpkg-query -W -f '${Version}' sluice-edge)" 0.1.0~test2
grep -q 'id: edited' "$guest/etc/sluice/edge.yaml" || fail "the edited configuration is gone"
start
expect "a retained message after the upgrade" "$(receive -t kept/retained -C 1)" first
expect "what waited for a client" "$(receive -t kept/queue -i sleeper -c -C 1)" waiting
ok "upgrade: edited configuration and data are kept"
stop TERM

# A heap that is too small for what comes: the process ends by itself, at once, and is not half dead. The
# budget of memory, which is there to prevent that, is set to more than there is.
cp "$guest/etc/sluice/edge.yaml" "$work/edge.yaml"
sed -i 's/^limits:/limits:\n  memory: 1GB/' "$guest/etc/sluice/edge.yaml"
start -Xmx20m
head -c 300000 /dev/zero >"$guest/tmp/large"
for number in $(seq 200); do
  publish -t "large/$number" -r -f /tmp/large >/dev/null 2>&1 || break
  kill -0 "$node" 2>/dev/null || break
done
for _ in $(seq 300); do kill -0 "$node" 2>/dev/null || break; sleep 0.1; done
kill -0 "$node" 2>/dev/null && fail "$number large messages do not fill a heap of 20 MB"
code=0
wait "$job" || code=$?
node=
cat "$work/edge.yaml" >"$guest/etc/sluice/edge.yaml"
expect "exit code when memory is out" "$code" 3
start
expect "a retained message after running out of memory" "$(receive -t kept/retained -C 1)" first
ok "out of memory: exit code 3 after $number large messages, and the next start has the data"
stop TERM

inside dpkg -r sluice-edge >"$work/dpkg.log" 2>&1 || fail "dpkg -r"
[ ! -e "$guest/usr/lib/sluice-edge/bin" ] || fail "the program is still there"
[ -e "$guest/etc/sluice/edge.yaml" ] && [ -d "$guest/var/lib/sluice/edge" ] || fail "removal took configuration or data"
inside dpkg -P sluice-edge >"$work/dpkg.log" 2>&1 || fail "dpkg -P"
for gone in /etc/sluice /var/lib/sluice /var/cache/sluice /etc/default/sluice-edge; do
  [ ! -e "$guest$gone" ] || fail "purge left $gone: $(ls -A "$guest$gone")"
done
ok "removal keeps configuration and data, purge removes them"
echo "install-test: passed in $SECONDS s, $([ "$tree" = / ] && echo "on this system's own files" || echo "in $tree")"
