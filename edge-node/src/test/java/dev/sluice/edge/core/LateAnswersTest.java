package dev.sluice.edge.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.edge.core.EdgeEffect.Run;
import dev.sluice.edge.core.Outcome.Placement;
import dev.sluice.edge.core.Outcome.Status;
import dev.sluice.mqtt.Qos;
import dev.sluice.offload.PlacementPolicy;
import dev.sluice.topic.TopicName;
import dev.sluice.uplink.Envelope;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of results that nobody waits for any more. */
class LateAnswersTest {
  private static final TopicName AUDIT = TopicName.of("audit/late");

  private static DispatcherFixture edge(PlacementPolicy side, Optional<TopicName> topic) {
    DispatcherFixture edge = new DispatcherFixture(side);
    edge.dispatcher.lateAnswers().publishOn(topic);
    edge.dispatcher.onLinkUp(edge.now);
    return edge;
  }

  @Test
  void aCloudAnswerThatIsLateIsToldOnTheAuditTopic() {
    DispatcherFixture edge = edge(Always.CLOUD, Optional.of(AUDIT));
    long id = edge.publish(Routes.withoutFallback());
    edge.prepared(id);
    edge.passTo(301);
    edge.cloudSays(id, Envelope.Status.OK);

    assertThat(edge.answers).hasSize(2);
    DispatcherFixture.Answer late = edge.answers.get(1);
    assertThat(late.reply().topic()).isEqualTo(AUDIT);
    assertThat(late.reply().qos()).isEqualTo(Qos.AT_MOST_ONCE);
    assertThat(late.outcome().status()).isEqualTo(Status.LATE);
    assertThat(late.outcome().placement()).isEqualTo(Placement.CLOUD);
    assertThat(late.outcome().id()).contains("m" + id);
    assertThat(edge.dispatcher.stats().lateResults()).isEqualTo(1);
  }

  @Test
  void soIsALocalResultAndOnlyOnce() {
    DispatcherFixture edge = edge(Always.LOCAL, Optional.of(AUDIT));
    long id = edge.publish(Routes.withoutFallback());
    edge.prepared(id);
    edge.passTo(301);
    edge.modelSays(id, Run.PRIMARY, "anomaly");
    edge.cloudSays(id, Envelope.Status.OK);

    assertThat(edge.answers).hasSize(2);
    assertThat(edge.answers.get(1).outcome().placement()).isEqualTo(Placement.EDGE);
    assertThat(edge.dispatcher.stats().lateResults()).isEqualTo(2);
  }

  @Test
  void withoutATopicItIsCountedOnly() {
    DispatcherFixture edge = edge(Always.CLOUD, Optional.empty());
    long id = edge.publish(Routes.withoutFallback());
    edge.prepared(id);
    edge.passTo(301);
    edge.cloudSays(id, Envelope.Status.OK);

    assertThat(edge.answers).hasSize(1);
    assertThat(edge.dispatcher.stats().lateResults()).isEqualTo(1);
  }

  @Test
  void aResultInTimeIsNeverTold() {
    DispatcherFixture edge = edge(Always.LOCAL, Optional.of(AUDIT));
    long id = edge.publish(Routes.withoutFallback());
    edge.prepared(id);
    edge.modelSays(id, Run.PRIMARY, "anomaly");

    assertThat(edge.answers).hasSize(1);
  }
}
