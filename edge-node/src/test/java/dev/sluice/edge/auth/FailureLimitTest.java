package dev.sluice.edge.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailureLimitTest {
  private final FailureLimit limit = new FailureLimit(3);

  private static InetAddress address(String text) throws Exception {
    return InetAddress.getByName(text);
  }

  @Test
  void drainsWithTime() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(limit.isExceeded(address("10.0.0.1"), 0)).isFalse();
      limit.failed(address("10.0.0.1"), 0);
    }
    assertThat(limit.isExceeded(address("10.0.0.1"), 0)).isTrue();
    assertThat(limit.isExceeded(address("10.0.0.1"), Duration.ofSeconds(19).toNanos())).isTrue();
    assertThat(limit.isExceeded(address("10.0.0.1"), Duration.ofSeconds(21).toNanos())).isFalse();
  }

  @Test
  void aNetworkOfIpv6IsOneAddress() throws Exception {
    for (int i = 1; i <= 3; i++) {
      limit.failed(address("2001:db8:1:2::" + i), 0);
    }
    assertThat(limit.isExceeded(address("2001:db8:1:2:9::9"), 0)).isTrue();
    assertThat(limit.isExceeded(address("2001:db8:1:3::1"), 0)).isFalse();
  }

  @Test
  void forgetsTheLongestQuietAddressFirst() throws Exception {
    for (int i = 0; i < 3; i++) {
      limit.failed(address("10.0.0.1"), 0);
    }
    for (int i = 0; i < FailureLimit.ADDRESSES_MAX; i++) {
      limit.failed(address("11.0." + (i >> 8) + "." + (i & 255)), 0);
    }
    assertThat(limit.isExceeded(address("10.0.0.1"), 0)).isFalse();
  }
}
