package dev.sluice.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BridgeShareTest {
  private static final LinkId LINK = new LinkId("gw", 7);

  private static boolean isForAll(Envelope envelope) {
    return BridgeShare.isForAll(EnvelopeCodec.encode(envelope));
  }

  @Test
  void oneBridgeIsEnoughForAQuestionAndARequest() {
    assertThat(isForAll(new Envelope.Ping(LINK, 1))).isFalse();
    assertThat(isForAll(new Envelope.Request(LINK, 1, "m", 9, 0, new float[] {1}))).isFalse();
  }

  @Test
  void allHearWhatConcernsARequestOfAnyOrTheNode() {
    assertThat(isForAll(new Envelope.Confirm(LINK, List.of(1L)))).isTrue();
    NodeReport report =
        new NodeReport("1", "ready", "adaptive", 1, 1_000, List.of(), Map.of(), Map.of());
    assertThat(isForAll(new Envelope.Report(LINK, report))).isTrue();
  }

  @Test
  void whatIsNoEnvelopeIsCountedByOne() {
    assertThat(BridgeShare.isForAll(new byte[0])).isFalse();
    assertThat(BridgeShare.isForAll(new byte[] {1})).isFalse();
  }
}
