package dev.sluice.policy.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.offload.Action;
import dev.sluice.offload.Circumstances;
import dev.sluice.offload.Decision;
import dev.sluice.offload.Own;
import dev.sluice.offload.PlacementRequest;
import dev.sluice.offload.Privacy;
import dev.sluice.offload.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DecisionLineTest {
  private static final DecisionLine LINE =
      new DecisionLine(
          1_000,
          "vibration",
          3,
          new PlacementRequest(
              7, 0, 5, PlacementRequest.NO_DEADLINE, 300, 5, Privacy.CLOUD_OK, true),
          6,
          new Circumstances(
              true,
              false,
              true,
              2,
              4,
              9,
              0.5,
              Decision.UNKNOWN,
              0,
              0.125,
              0,
              1.5,
              0.25,
              true,
              0.1,
              0.2,
              1,
              1),
          Action.LOCAL,
          Reason.BREAKER,
          1,
          0,
          "ok",
          "edge",
          "BREAKER",
          12,
          Optional.of(new Own(true, false, false)));

  @Test
  void comesBackAsItWasWritten() {
    assertThat(DecisionLine.parse(LINE.json())).isEqualTo(LINE);
    assertThat(LINE.json()).doesNotContain("\n");
  }

  @Test
  void aLineFromBeforeItSaidWhatWasTheMessagesOwnCanBeRead() {
    String before = LINE.json().replaceAll(",\"own\":\\{[^}]*}", "");

    assertThat(before).doesNotContain("own");
    assertThat(DecisionLine.parse(before).own()).isEmpty();
  }

  @Test
  void aLineFromBeforeAnythingWasCrowdedOutCanBeRead() {
    String before = LINE.json().replace(",\"crowdedOut\":true", "");

    assertThat(before).doesNotContain("crowdedOut");
    assertThat(DecisionLine.parse(before).saw().crowdedOut()).isFalse();
  }

  @Test
  void takesAboutAsMuchAsTheDocumentationSays() {
    assertThat(LINE.json().length()).isBetween(400, 900);
  }

  @Test
  void anythingElseIsRefused() {
    for (String other : new String[] {"", "{", "{}", "[]", LINE.json() + "x"}) {
      assertThatThrownBy(() -> DecisionLine.parse(other))
          .as(other)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
