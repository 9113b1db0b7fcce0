package dev.sluice.edge.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.BrokerStats;
import dev.sluice.broker.MemoryPressure;
import dev.sluice.edge.admin.Health.Verdict;
import dev.sluice.edge.core.EdgeStatus;
import dev.sluice.edge.core.EdgeStatus.Link;
import dev.sluice.edge.core.EdgeStatus.LinkState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The truth table of readiness. */
final class HealthTest {
  private static final Duration FRESH = Duration.ofMillis(250);
  private static final Link UP = new Link(LinkState.UP, Duration.ofSeconds(5));
  private static final Link DOWN = new Link(LinkState.DOWN, Duration.ofMillis(4_200));
  private static final Link STALLED = new Link(LinkState.STALLED, Duration.ofMillis(4_200));
  private static final Link DISABLED = new Link(LinkState.DISABLED, Duration.ofSeconds(5));

  static Stream<Arguments> table() {
    Duration late = Duration.ofMillis(2_500);
    return Stream.of(
        // listening, workers alive of 2, link, age -> verdict, the part that says why, its words
        Arguments.of(true, 2, UP, FRESH, Verdict.READY, "listener", "ok"),
        Arguments.of(true, 2, DISABLED, FRESH, Verdict.READY, "uplink", "ok"),
        Arguments.of(true, 2, DOWN, FRESH, Verdict.DEGRADED, "uplink", "not connected for 4.2 s"),
        Arguments.of(
            true,
            2,
            STALLED,
            FRESH,
            Verdict.DEGRADED,
            "uplink",
            "connected but not answering for 4.2 s"),
        Arguments.of(true, 1, UP, FRESH, Verdict.DEGRADED, "inference", "1 of 2 workers alive"),
        Arguments.of(true, 0, UP, FRESH, Verdict.NOT_READY, "inference", "0 of 2 workers alive"),
        Arguments.of(false, 2, UP, FRESH, Verdict.NOT_READY, "listener", "not listening"),
        Arguments.of(true, 2, UP, late, Verdict.NOT_READY, "loop", "late by 2.5 s"),
        Arguments.of(false, 0, DOWN, late, Verdict.NOT_READY, "loop", "late by 2.5 s"));
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, READY, ok",
    "SPILLING, DEGRADED, 'keeps on disk what it can, retains nothing more: 7 of 9 bytes'",
    "DROPPING, DEGRADED, drops QoS 0 that would wait: 7 of 9 bytes",
    "REFUSING, DEGRADED, 'refuses QoS 1 and 2, and new clients: 7 of 9 bytes'"
  })
  void saysWhatIsDoneAboutShortMemory(MemoryPressure pressure, Verdict verdict, String words) {
    Health health = Health.of(Statuses.with(new BrokerStats.Memory(7, 9, pressure)), FRESH);

    assertThat(health.verdict()).isEqualTo(verdict);
    assertThat(health.parts()).containsEntry("memory", words);
  }

  @Test
  void messagesThatAreTooLargeToBeForwardedAreSaid() {
    assertThat(Health.of(Statuses.withTooLarge(0), FRESH).verdict()).isEqualTo(Verdict.READY);
    Health health = Health.of(Statuses.withTooLarge(3), FRESH);

    assertThat(health.verdict()).isEqualTo(Verdict.DEGRADED);
    assertThat(health.parts())
        .containsEntry(
            "forward", "larger than forward.message-size, not forwarded: 3 of rule alarms");
  }

  @Test
  void commandsThatTheBridgeDoesNotGiveAreSaid() {
    Health health = Health.of(Statuses.withRefusedFilters(2), FRESH);

    assertThat(health.verdict()).isEqualTo(Verdict.DEGRADED);
    assertThat(health.parts())
        .containsEntry(
            "down",
            "2 filters of forward.down are not given to this node: see down.allow of the bridge");
  }

  @Test
  void aPolicyFileThatIsRefusedIsSaidAndServesOn() {
    EdgeStatus.Policy refused =
        new EdgeStatus.Policy(3, List.of(), 1, Optional.of("policy.yaml:2:1: wrong"));
    Health health = Health.of(Statuses.with(refused), FRESH);

    assertThat(health.verdict()).isEqualTo(Verdict.DEGRADED);
    assertThat(health.parts())
        .containsEntry("policy", "version 3 serves, the file is refused: policy.yaml:2:1: wrong");
  }

  @Test
  void modelsThatRunInJavaAreSaidAndServe() {
    EdgeStatus.ModelRuntime java =
        new EdgeStatus.ModelRuntime("java", Optional.of("crashes with SIGILL"), List.of("large"));
    Health health = Health.of(Statuses.with(java), FRESH);

    assertThat(health.verdict()).isEqualTo(Verdict.DEGRADED);
    assertThat(health.parts())
        .containsEntry(
            "inference",
            "models run in Java, large in the cloud only: ONNX Runtime crashes with SIGILL");
  }

  @ParameterizedTest(name = "listening {0}, workers {1}, {2}, {3} -> {4}")
  @MethodSource("table")
  void judgesByProofs(
      boolean listening,
      int workersAlive,
      Link link,
      Duration age,
      Verdict verdict,
      String part,
      String words) {
    Health health = Health.of(Statuses.of(listening, workersAlive, link), age);

    assertThat(health.verdict()).isEqualTo(verdict);
    assertThat(health.serves()).isEqualTo(verdict != Verdict.NOT_READY);
    assertThat(health.parts()).containsEntry(part, words);
  }

  @Test
  void reportsEveryPartInOrder() {
    assertThat(Health.of(Statuses.healthy(), FRESH).parts().keySet())
        .containsExactly(
            "listener",
            "loop",
            "memory",
            "journal",
            "inference",
            "uplink",
            "lane bulk",
            "forward",
            "down",
            "policy");
  }

  @Test
  void aJournalThatRefusesOrHasLostSomethingDegradesTheNode() {
    Health refusing =
        Health.of(
            Statuses.of(true, 2, UP, Statuses.journal(Optional.of("disk full"), List.of())), FRESH);
    assertThat(refusing.verdict()).isEqualTo(Verdict.DEGRADED);
    assertThat(refusing.parts()).containsEntry("journal", "refuses QoS 1 and 2: disk full");
    Health lost =
        Health.of(
            Statuses.of(true, 2, UP, Statuses.journal(Optional.empty(), List.of("a", "b"))), FRESH);
    assertThat(lost.parts()).containsEntry("journal", "lost: a; b");
  }

  @Test
  void anotherUplinkThanThePreferredOneIsDegradedAndNamed() {
    EdgeStatus.Uplink wire = new EdgeStatus.Uplink("wire", "a:1", false, Optional.empty());
    EdgeStatus.Uplink lte = new EdgeStatus.Uplink("lte", "b:1", true, Optional.empty());
    Link instead = new Link(LinkState.UP, Duration.ofSeconds(5), List.of(wire, lte), 1);
    Link preferred = new Link(LinkState.UP, Duration.ofSeconds(5), List.of(lte, wire), 1);

    Health health = Health.of(Statuses.of(true, 2, instead), FRESH);

    assertThat(health.verdict()).isEqualTo(Verdict.DEGRADED);
    assertThat(health.parts()).containsEntry("uplink", "by lte, not by wire");
    assertThat(Health.of(Statuses.of(true, 2, preferred), FRESH).parts())
        .containsEntry("uplink", "ok");
  }

  @Test
  void aNodeThatHasNotStartedIsNotReady() {
    assertThat(Health.starting())
        .isEqualTo(new Health(Verdict.NOT_READY, Map.of("node", "starting")));
  }

  @ParameterizedTest
  @CsvSource({"UP,true", "DOWN,false", "STALLED,false", "DISABLED,false"})
  void whoNeedsTheUplinkIsServedOnlyWhileTheCloudAnswers(LinkState state, boolean serves) {
    EdgeStatus status = Statuses.of(true, 2, new Link(state, Duration.ZERO));

    Health health = Health.of(status, FRESH).requiringUplink(Optional.of(state));

    assertThat(health.serves()).isEqualTo(serves);
  }

  @ParameterizedTest
  @CsvSource({
    "false, false, false, DISABLED",
    "false, true, true, DISABLED",
    "true, false, false, DOWN",
    "true, false, true, DOWN",
    "true, true, false, STALLED",
    "true, true, true, UP"
  })
  void aConnectionAloneIsNoLink(
      boolean enabled, boolean connected, boolean responsive, LinkState expected) {
    assertThat(Link.stateOf(enabled, connected, responsive)).isEqualTo(expected);
  }
}
