package dev.sluice.edge.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.Authorizer;
import dev.sluice.broker.Identity;
import dev.sluice.broker.Rights;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResponseTopicsTest {
  private static final ClientId ANNA = new ClientId("anna");
  private final ResponseTopics rule = new ResponseTopics(Authorizer.ALLOW_ALL);
  private final Rights anna = rule.rightsOf(ANNA, Identity.LOCAL);

  private static boolean maySubscribe(Rights rights, String filter) {
    return rights.refusal(TopicFilter.of(filter)).isEmpty();
  }

  @Test
  void onlyTheOwnerSubscribesToItsResponses() {
    assertThat(maySubscribe(anna, "infer/vibration/response/anna")).isTrue();
    assertThat(maySubscribe(anna, "infer/+/response/anna")).isTrue();
    assertThat(maySubscribe(anna, "infer/vibration/response/bert")).isFalse();
    assertThat(maySubscribe(anna, "infer/vibration/response/+")).isFalse();
    assertThat(maySubscribe(anna, "infer/vibration/response/#")).isFalse();
  }

  @Test
  void nobodyForgesAResponseToAnother() {
    assertThat(anna.mayPublish(TopicName.of("infer/vibration/response/bert"))).isFalse();
    assertThat(anna.mayPublish(TopicName.of("infer/vibration/response/anna"))).isTrue();
    assertThat(anna.mayPublish(TopicName.of("infer/vibration/request"))).isTrue();
    assertThat(anna.mayPublish(TopicName.of("sensors/a/response/b"))).isTrue();
  }

  @Test
  void aClientIdentifierIsOneTopicLevelWhateverItHolds() {
    ClientId odd = new ClientId("a/b+c#d%e");
    TopicName topic = ResponseTopics.of("vibration", odd);
    assertThat(topic.value()).isEqualTo("infer/vibration/response/a%2Fb%2Bc%23d%25e");
    assertThat(maySubscribe(rule.rightsOf(odd, Identity.LOCAL), topic.value())).isTrue();
  }

  @Test
  void whatElseIsAllowedIsSaidByTheAuthorizerBehind() {
    Authorizer nothing =
        new Authorizer() {
          @Override
          public Optional<ReasonCode> refusal(ClientId client, Identity identity) {
            return Optional.of(ReasonCode.NOT_AUTHORIZED);
          }

          @Override
          public Rights rightsOf(ClientId client, Identity identity) {
            return Rights.NONE;
          }
        };
    ResponseTopics strict = new ResponseTopics(nothing);
    Rights rights = strict.rightsOf(ANNA, Identity.LOCAL);
    assertThat(strict.refusal(ANNA, Identity.LOCAL)).contains(ReasonCode.NOT_AUTHORIZED);
    assertThat(rights.mayPublish(TopicName.of("infer/vibration/request"))).isFalse();
    assertThat(rights.mayPublish(TopicName.of("infer/vibration/response/anna"))).isFalse();
    assertThat(maySubscribe(rights, "infer/vibration/response/anna")).isFalse();
  }
}
