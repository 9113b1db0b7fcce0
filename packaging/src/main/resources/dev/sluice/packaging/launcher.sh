#!/bin/sh
# Starts Sluice: the program, or one of its commands when the first word is one. SLUICE_JAVA_OPTS
# is added to the JVM's options.
set -eu

self=$(readlink -f "$0")
home=${self%/*/*}
java=java
if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; fi
if ! command -v "$java" >/dev/null; then
  echo "@package@: no java found: install a JRE, 17 or newer, or let JAVA_HOME name one" >&2
  exit 2
fi

main=@main@
case ${1:-} in
@commands@esac

# Classes as the JVM would have them after reading and checking: a third of the time to start. It
# fits one JVM only, and this launcher's options; the JVM looks, and does without it if it is stale.
archive=${SLUICE_CLASS_ARCHIVE:-$home/cache/@program@.jsa}
if [ -r "$archive" ]; then
  shared="-XX:SharedArchiveFile=$archive -Xshare:auto"
else
  shared=
fi

# One arena of the C library's allocator, and large pieces given back at once.
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-1}"
export MALLOC_MMAP_THRESHOLD_="${MALLOC_MMAP_THRESHOLD_:-16384}"

# One platform's native libraries are here, and nothing has to be unpacked at the start.
export LD_LIBRARY_PATH="$home/native${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"

terminal=false
if [ -t 1 ]; then terminal=true; fi

# The optimising compiler is for what is hot under load: what a start does once is not worth it.
#
# Every part of the memory has a cap. Who reaches one ends, and the service manager starts anew:
# a broker that half works is worse than one that is away for a second.
#
# With Netty's reports to the flight recorder the first CONNACK came 0.1 s later, and 4 MB more.
# shellcheck disable=SC2086 # options are words
exec "$java" -XX:+UseSerialGC @memory@ \
  -XX:Tier4InvocationThreshold=20000 -XX:Tier4MinInvocationThreshold=5000 \
  -XX:Tier4CompileThreshold=40000 -XX:Tier4BackEdgeThreshold=120000 \
  -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData -Xlog:cds=off -Xlog:cds+dynamic=off \
  -Dio.netty.jfr.enabled=false -Donnxruntime.native.path="$home/native" \
  $shared ${SLUICE_JAVA_OPTS:-} -Dsluice.home="$home" -Dsluice.terminal="$terminal" \
  -cp "$home/lib/@package@.jar" "$main" "$@"
