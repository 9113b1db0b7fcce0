package dev.sluice.edge.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.ClientId;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import org.junit.jupiter.api.Test;

class ResponseTopicsTest {
  private static final ClientId ANNA = new ClientId("anna");
  private final ResponseTopics rule = new ResponseTopics();

  @Test
  void onlyTheOwnerSubscribesToItsResponses() {
    assertThat(rule.maySubscribe(ANNA, TopicFilter.of("infer/vibration/response/anna"))).isTrue();
    assertThat(rule.maySubscribe(ANNA, TopicFilter.of("infer/+/response/anna"))).isTrue();
    assertThat(rule.maySubscribe(ANNA, TopicFilter.of("infer/vibration/response/bert"))).isFalse();
    assertThat(rule.maySubscribe(ANNA, TopicFilter.of("infer/vibration/response/+"))).isFalse();
    assertThat(rule.maySubscribe(ANNA, TopicFilter.of("infer/vibration/response/#"))).isFalse();
  }

  @Test
  void nobodyForgesAResponseToAnother() {
    assertThat(rule.mayPublish(ANNA, TopicName.of("infer/vibration/response/bert"))).isFalse();
    assertThat(rule.mayPublish(ANNA, TopicName.of("infer/vibration/response/anna"))).isTrue();
    assertThat(rule.mayPublish(ANNA, TopicName.of("infer/vibration/request"))).isTrue();
    assertThat(rule.mayPublish(ANNA, TopicName.of("sensors/a/response/b"))).isTrue();
  }

  @Test
  void aClientIdentifierIsOneTopicLevelWhateverItHolds() {
    ClientId odd = new ClientId("a/b+c#d%e");
    TopicName topic = ResponseTopics.of("vibration", odd);
    assertThat(topic.value()).isEqualTo("infer/vibration/response/a%2Fb%2Bc%23d%25e");
    assertThat(rule.maySubscribe(odd, TopicFilter.of(topic.value()))).isTrue();
  }
}
