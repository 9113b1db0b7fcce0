package dev.sluice.uplink.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.forward.Subscription.Wish;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
  private static final Subscription ASKED =
      new Subscription(
          "gw-1",
          1_000,
          List.of(
              new Wish("cmd/gw-1/+/ü", new LaneName("urgent"), OptionalLong.of(5_000)),
              new Wish("#", new LaneName("normal"), OptionalLong.empty())));
  private static final Grant GRANT = new Grant("gw-1", ASKED.revision(), List.of(0, 999));

  @Test
  void areReadAsTheyWereWritten() throws Exception {
    assertThat(Subscription.decode(ASKED.encode())).isEqualTo(ASKED);
    assertThat(Grant.decode(GRANT.encode())).isEqualTo(GRANT);
    Subscription none = new Subscription("gw-1", 1, List.of());
    assertThat(Subscription.decode(none.encode())).isEqualTo(none);
  }

  @Test
  void eachKindOfEnvelopeIsKnownByItself() {
    assertThat(ForwardKind.of(ASKED.encode())).isEqualTo(ForwardKind.SUBSCRIPTION);
    assertThat(ForwardKind.of(GRANT.encode())).isEqualTo(ForwardKind.GRANT);
    assertThat(ForwardKind.of(new byte[] {1})).isEqualTo(ForwardKind.UNKNOWN);
    assertThat(ForwardKind.of(new byte[] {1, 77})).isEqualTo(ForwardKind.UNKNOWN);
  }

  @Test
  void anotherWishIsAnotherRevision() {
    Subscription other = new Subscription("gw-1", 1_000, ASKED.wishes().subList(0, 1));
    assertThat(other.revision()).isNotEqualTo(ASKED.revision());
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThatThrownBy(() -> new Subscription("a/b", 1, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Wish("", new LaneName("x"), OptionalLong.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Grant.decode(ASKED.encode()))
        .isInstanceOf(MalformedEnvelopeException.class);
  }

  @Test
  void brokenBytesAreRefusedOrReadAndNothingElse() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] broken = random.nextBoolean() ? ASKED.encode() : GRANT.encode();
      broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
      broken = Arrays.copyOf(broken, random.nextInt(broken.length + 1));
      try {
        Subscription.decode(broken);
        Grant.decode(broken);
      } catch (MalformedEnvelopeException expected) {
        assertThat(expected).hasMessageNotContaining("\n");
      }
    }
  }
}
