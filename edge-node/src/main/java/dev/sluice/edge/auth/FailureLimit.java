package dev.sluice.edge.auth;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often one address may fail: a bucket of failures per address that drains with time. Of IPv6 a
 * /64 is one address, for whoever has one has all of them. Time is an argument.
 *
 * <p>Bounded in addresses: the longest quiet one is forgotten first.
 */
final class FailureLimit {
  static final int ADDRESSES_MAX = 10_000;
  private static final int IPV6_NETWORK_BYTES = 8;
  private static final double NANOS_PER_MINUTE = 60e9;

  private final int perMinute;
  private final Map<ByteBuffer, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Bucket> eldest) {
          return size() > ADDRESSES_MAX;
        }
      };

  private record Bucket(double failures, long atNanos) {}

  /**
   * @param perMinute as many at once, and as many in a minute
   */
  FailureLimit(int perMinute) {
    this.perMinute = perMinute;
  }

  synchronized boolean isExceeded(InetAddress address, long nowNanos) {
    Bucket bucket = buckets.get(key(address));
    return bucket != null && drained(bucket, nowNanos) > perMinute - 1;
  }

  synchronized void failed(InetAddress address, long nowNanos) {
    ByteBuffer key = key(address);
    Bucket bucket = buckets.get(key);
    double before = bucket == null ? 0 : drained(bucket, nowNanos);
    buckets.put(key, new Bucket(before + 1, nowNanos));
  }

  private double drained(Bucket bucket, long nowNanos) {
    double minutes = (nowNanos - bucket.atNanos()) / NANOS_PER_MINUTE;
    return Math.max(0, bucket.failures() - minutes * perMinute);
  }

  private static ByteBuffer key(InetAddress address) {
    byte[] bytes = address.getAddress();
    return ByteBuffer.wrap(
        address instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes);
  }
}
