package dev.sluice.edge.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import dev.sluice.offload.PlacementRequest;
import dev.sluice.topic.TopicName;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SafetyNetTest {
  private static final long MS = 1_000_000;

  private static InferenceRequest request(Route route) {
    Reply reply =
        new Reply(TopicName.of("a"), Qos.AT_LEAST_ONCE, Optional.empty(), Optional.empty());
    return new InferenceRequest(1, route, reply, 0, RequestTerms.of(route, PublishProperties.NONE));
  }

  @Test
  void withAFallbackAResultIsOfUseUntilTheFallbackAnswers() {
    InferenceRequest request = request(Routes.VIBRATION);
    assertThat(SafetyNet.standByNanos(request)).isEqualTo(240 * MS);
    assertThat(SafetyNet.settleNanos(request)).isEqualTo(270 * MS);
    assertThat(SafetyNet.usefulUntilNanos(request)).isEqualTo(270 * MS);
  }

  @Test
  void withoutFallbackItIsOfUseUntilTheDeadline() {
    assertThat(SafetyNet.usefulUntilNanos(request(Routes.withoutFallback()))).isEqualTo(300 * MS);
  }

  @Test
  void withoutDeadlineItIsOfUseForEver() {
    assertThat(SafetyNet.usefulUntilNanos(request(Routes.withoutDeadline())))
        .isEqualTo(PlacementRequest.NO_DEADLINE);
  }
}
