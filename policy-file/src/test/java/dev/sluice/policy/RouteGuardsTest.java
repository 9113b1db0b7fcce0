package dev.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.policy.RouteGuards.Verdict;
import dev.sluice.policy.guard.Facts;
import dev.sluice.policy.guard.Guard;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a route makes of its guards, those that fail included. */
final class RouteGuardsTest {
  private static Verdict judge(String when, String localOnlyWhen) throws Exception {
    Facts facts =
        new Facts(
            "t",
            "{\"a\":1}".getBytes(StandardCharsets.UTF_8),
            Map.of(),
            LocalDateTime.of(2026, 1, 1, 0, 0));
    return new RouteGuards(
            Optional.of(Guard.compile(when)), Optional.of(Guard.compile(localOnlyWhen)))
        .judge(facts);
  }

  @Test
  void bothAreAsked() throws Exception {
    assertThat(judge("payload.a == 1", "payload.a == 1"))
        .isEqualTo(new Verdict(true, true, Optional.empty()));
    assertThat(judge("payload.a == 1", "payload.a == 2"))
        .isEqualTo(new Verdict(true, false, Optional.empty()));
    assertThat(judge("payload.a == 2", "true"))
        .isEqualTo(new Verdict(false, false, Optional.empty()));
  }

  @Test
  void aWhenThatFailsDoesNotMatch() throws Exception {
    assertThat(judge("payload.b == 1", "true"))
        .isEqualTo(new Verdict(false, false, Optional.of("when: there is no payload.b")));
  }

  @Test
  void aLocalOnlyWhenThatFailsStaysHere() throws Exception {
    assertThat(judge("true", "payload.b == 1"))
        .isEqualTo(new Verdict(true, true, Optional.of("local-only-when: there is no payload.b")));
  }
}
