package dev.sluice.offload.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.offload.Policies;
import dev.sluice.offload.Privacy;
import dev.sluice.offload.lab.Contender.Manner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scenarios as a whole: arrivals, faults, every contender, and the bound over all of them. */
class LabTest {
  private static final Duration LENGTH = Duration.ofSeconds(20);
  private static final List<ServiceClass> CLASSES =
      List.of(
          new ServiceClass(
              "small",
              1_500,
              Duration.ofMillis(100),
              5,
              Privacy.CLOUD_OK,
              new Spread(6, 0.3),
              new Spread(3, 0.3)),
          new ServiceClass(
              "large",
              16_000,
              Duration.ofMillis(300),
              5,
              Privacy.CLOUD_OK,
              new Spread(30, 0.3),
              new Spread(12, 0.3)));

  private static Scenario scenario(ArrivalProcess process, Fault... faults) {
    return new Scenario(
        "a",
        LENGTH,
        2,
        CLASSES,
        List.of(new dev.sluice.offload.lab.Stream(process, List.of(0.8, 0.2))),
        new Uplink.Constant(6),
        Duration.ofMillis(40),
        Duration.ofMillis(8),
        4,
        List.of(faults));
  }

  private static Fault fault(Fault.Kind kind, double factor) {
    return new Fault(kind, Duration.ofSeconds(5), Duration.ofSeconds(4), Duration.ZERO, 1, factor);
  }

  static Stream<Scenario> scenarios() {
    return Stream.of(
        scenario(new ArrivalProcess.Poisson(250), fault(Fault.Kind.OUTAGE, 0)),
        scenario(
            new ArrivalProcess.Burst(100, 500, Duration.ofSeconds(2), Duration.ofSeconds(1)),
            fault(Fault.Kind.UPLINK, 0.2)),
        scenario(
            new ArrivalProcess.FlashCrowd(100, 4, Duration.ofSeconds(4), Duration.ofSeconds(4)),
            fault(Fault.Kind.THERMAL, 0.5)),
        scenario(
            new ArrivalProcess.Diurnal(50, 400, LENGTH),
            fault(Fault.Kind.CLOUD_SLOW, 5),
            fault(Fault.Kind.CLOUD_WORKERS, 0)),
        scenario(
            new ArrivalProcess.Periodic(200, Duration.ofSeconds(1)),
            fault(Fault.Kind.ROUND_TRIP, 8)));
  }

  private static List<Contender> contenders() {
    List<Contender> all = new ArrayList<>(Baselines.all());
    for (String word : Policies.words()) {
      all.add(new Contender(word, Manner.DISPATCHER, seed -> Policies.named(word)));
    }
    all.add(SecondOpinionsTest.cascade(0.1));
    return all;
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void nobodyBeatsTheBoundAndEveryRequestEndsOnce(Scenario scenario) {
    Course course = Course.of(scenario, 7);
    double bound = Bound.of(course);

    assertThat(bound).isLessThanOrEqualTo(1);
    for (Contender contender : contenders()) {
      RunResult run = Simulation.run(course, contender, 7);
      assertThat(run.requests()).isEqualTo(course.size());
      assertThat(run.hitRatio()).as(contender.name()).isBetween(0.0, bound + 1e-9);
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void theSameSeedGivesTheSameRun(Scenario scenario) {
    for (Contender contender : contenders()) {
      RunResult first = Simulation.run(Course.of(scenario, 3), contender, 3);
      RunResult second = Simulation.run(Course.of(scenario, 3), contender, 3);
      assertThat(second).as(contender.name()).isEqualTo(first);
    }
    assertThat(Bound.of(Course.of(scenario, 3))).isEqualTo(Bound.of(Course.of(scenario, 3)));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void arrivalsComeInOrderAndWithinTheScenario(Scenario scenario) {
    List<Arrival> arrivals =
        scenario.streams().get(0).process().draw(new SplittableRandom(1), scenario.length());

    assertThat(arrivals).hasSizeGreaterThan(1_000);
    assertThat(arrivals)
        .isSortedAccordingTo((left, right) -> Long.compare(left.atNanos(), right.atNanos()));
    assertThat(arrivals).allMatch(arrival -> arrival.atNanos() < LENGTH.toNanos());
  }

  @Test
  void anOutageIsSurvivedByThoseWhoStartHereWhatIsLate() {
    Course course =
        Course.of(scenario(new ArrivalProcess.Poisson(120), fault(Fault.Kind.OUTAGE, 0)), 5);
    Contender deadline = contender("deadline");
    RunResult run = Simulation.run(course, deadline, 5);

    assertThat(run.hitRatio(course, 5_000_000_000L, 9_000_000_000L)).isGreaterThan(0.98);
    assertThat(run.hitRatio(course, 9_000_000_000L, 11_000_000_000L)).isGreaterThan(0.99);
    assertThat(run.duplicateShare()).isLessThanOrEqualTo(0.005);
  }

  private static Contender contender(String word) {
    return new Contender(word, Manner.DISPATCHER, seed -> Policies.named(word));
  }

  @Test
  void aMahimahiTraceCarriesFifteenHundredBytesForEachStampAndRepeats() {
    double[] bytes =
        new Uplink.Opportunities(List.of(1, 1, 4)).bytesPerMs(new SplittableRandom(1), 8);

    assertThat(bytes).containsExactly(3_000, 0, 0, 1_500, 3_000, 0, 0, 1_500);
  }
}
