package dev.sluice.edge.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.UserProperty;
import dev.sluice.offload.Privacy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTermsTest {
  private static RequestTerms terms(String name, String value) {
    return RequestTerms.of(
        Routes.VIBRATION, PublishProperties.ofUser(List.of(new UserProperty(name, value))));
  }

  private static RequestTerms expiring(Route route, long seconds) {
    return RequestTerms.of(
        route,
        new PublishProperties(
            OptionalInt.empty(),
            OptionalLong.of(seconds),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of()));
  }

  @Test
  void areTheRoutesOwnWhenTheMessageSaysNothing() {
    RequestTerms terms = RequestTerms.of(Routes.VIBRATION, PublishProperties.NONE);
    assertThat(terms.deadline()).contains(Duration.ofMillis(300));
    assertThat(terms.priority()).isEqualTo(5);
    assertThat(terms.privacy()).isEqualTo(Privacy.CLOUD_OK);
    assertThat(terms.fault()).isEmpty();
  }

  @Test
  void takeTheMessagesDeadlineAndPriority() {
    assertThat(terms("x-deadline-ms", "120").deadline()).contains(Duration.ofMillis(120));
    assertThat(terms("x-priority", "9").priority()).isEqualTo(9);
  }

  @Test
  void letAMessageForbidTheCloudButNeverAllowIt() {
    assertThat(terms("x-no-offload", "true").privacy()).isEqualTo(Privacy.LOCAL_ONLY);
    assertThat(terms("x-no-offload", "false").privacy()).isEqualTo(Privacy.CLOUD_OK);
  }

  @Test
  void lookAtEveryWordAboutPrivacyAndTakeTheStrictest() {
    List<UserProperty> both =
        List.of(new UserProperty("x-no-offload", "false"), new UserProperty("x-no-offload", "1"));
    RequestTerms terms = RequestTerms.of(Routes.VIBRATION, PublishProperties.ofUser(both));
    assertThat(terms.privacy()).isEqualTo(Privacy.LOCAL_ONLY);
  }

  @Test
  void takeAnIdThatThePayloadCannotHold() {
    assertThat(terms("x-id", "frame-7").id()).contains("frame-7");
    assertThat(terms("x-priority", "9").id()).isEmpty();
    assertThat(terms("x-id", "i".repeat(257)).fault())
        .contains("x-id must have at most 256 characters");
  }

  @Test
  void letMessageExpiryOnlyCapTheDeadline() {
    assertThat(expiring(Routes.VIBRATION, 60).deadline()).contains(Duration.ofMillis(300));
    assertThat(expiring(Routes.VIBRATION, 0).deadline()).contains(Duration.ZERO);
    assertThat(expiring(Routes.withoutDeadline(), 60).deadline()).contains(Duration.ofSeconds(60));
  }

  @ParameterizedTest
  @CsvSource({
    "x-deadline-ms, abc",
    "x-deadline-ms, 0",
    "x-deadline-ms, -5",
    "x-deadline-ms, 99999999999999999999",
    "x-priority, 10",
    "x-priority, high",
    "x-no-offload, perhaps"
  })
  void nameThePropertyThatCannotBeRead(String name, String value) {
    RequestTerms terms = terms(name, value);
    assertThat(terms.fault()).isPresent();
    assertThat(terms.fault().get()).startsWith(name).contains("'" + value + "'");
  }
}
