package dev.sluice.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.uplink.LinkWorld.BrokenRule;
import dev.sluice.uplink.LinkWorld.Mistake;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinkWorldTest {
  static LongStream seeds() {
    return LongStream.range(1, 31);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyRequestIsAnsweredOnceWhateverTheNetworkDoes(long seed) {
    int answeredByCloud = new LinkWorld(seed, Mistake.NONE).run();

    assertThat(answeredByCloud).as("the deferred third at least").isGreaterThan(50);
  }

  @Test
  void findsACloudWithoutDedup() {
    assertThatExceptionOfType(BrokenRule.class)
        .isThrownBy(() -> new LinkWorld(1, Mistake.CLOUD_WITHOUT_DEDUP).run())
        .withMessageContaining("times in one life of the cloud");
  }

  @Test
  void findsAnEdgeThatAsksOnlyOnce() {
    assertThatExceptionOfType(BrokenRule.class)
        .isThrownBy(() -> new LinkWorld(1, Mistake.EDGE_ASKS_ONCE).run())
        .withMessageContaining("never answered");
  }

  @Test
  void findsACloudThatNeverForgets() {
    assertThatExceptionOfType(BrokenRule.class)
        .isThrownBy(() -> new LinkWorld(1, Mistake.CLOUD_NEVER_FORGETS).run())
        .withMessageContaining("the cloud holds");
  }
}
