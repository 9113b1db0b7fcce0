package dev.sluice.offload.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.offload.Cascade;
import dev.sluice.offload.Policies;
import dev.sluice.offload.Privacy;
import dev.sluice.offload.lab.Contender.Manner;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cascades in the simulation: what they ask, what becomes right by it, and what it costs. */
class SecondOpinionsTest {
  private static final long SEED = 11;
  private static final Contender HERE =
      new Contender("edge-only", Manner.DISPATCHER, seed -> Policies.named("edge-only"));
  private static final Contender UP =
      new Contender("cloud-only", Manner.DISPATCHER, seed -> Policies.named("cloud-only"));

  static Contender cascade(double beta) {
    return new Contender(
        "cascade",
        Manner.CASCADE,
        seed -> new Cascade(Policies.named("priced"), new Cascade.Terms(beta, beta, "")));
  }

  private static Course course(Accuracy accuracy, double mbps, Fault... faults) {
    ServiceClass kind =
        new ServiceClass(
            "frames",
            1_500,
            Duration.ofMillis(400),
            5,
            Privacy.CLOUD_OK,
            new Spread(6, 0.2),
            new Spread(12, 0.2),
            accuracy);
    return Course.of(
        new Scenario(
            "s",
            Duration.ofSeconds(60),
            2,
            List.of(kind),
            List.of(new Stream(new ArrivalProcess.Poisson(100), List.of(1.0))),
            new Uplink.Constant(mbps),
            Duration.ofMillis(40),
            Duration.ofMillis(4),
            8,
            List.of(faults)),
        SEED);
  }

  private static RunResult run(Course course, Contender contender) {
    return Simulation.run(course, contender, SEED);
  }

  @Test
  void answersAreRightAsOftenAsTheirModels() {
    Course course = course(new Accuracy(0.8, 0.95, 3), 8);

    assertThat(run(course, HERE).rightRatio()).isCloseTo(0.8, within(0.02));
    assertThat(run(course, UP).rightRatio()).isCloseTo(0.95, within(0.02));
  }

  @Test
  void whereConfidenceTellsAFewQuestionsCloseMostOfTheGap() {
    Course course = course(new Accuracy(0.8, 0.95, 6), 8);
    RunResult run = run(course, cascade(0.25));

    assertThat(run.cloudShare()).isBetween(0.1, 0.35);
    assertThat(run.hitRatio()).isGreaterThan(0.999);
    assertThat(run.rightRatio()).isGreaterThan(0.8 + 0.6 * 0.15);
  }

  @Test
  void whereConfidenceTellsNothingTheyCloseNoMoreThanTheirShare() {
    Course course = course(new Accuracy(0.8, 0.95, 0), 8);
    RunResult run = run(course, cascade(0.25));

    assertThat(run.rightRatio()).isLessThan(0.8 + 0.15 * (run.cloudShare() + 0.15));
  }

  @Test
  void modelsThatAlwaysAgreeAreSoonNotAsked() {
    assertThat(run(course(Accuracy.PERFECT, 8), cascade(0.1)).cloudShare()).isLessThan(0.1);
  }

  /** An uplink for a tenth of the questions: the first answers stand, and all are in time. */
  @Test
  void aScarceUplinkTakesQuestionsAndNoDeadlines() {
    Course wide = course(new Accuracy(0.8, 0.95, 6), 8);
    Course narrow = course(new Accuracy(0.8, 0.95, 6), 0.06);

    assertThat(run(narrow, cascade(0.1)).cloudShare())
        .isLessThan(run(wide, cascade(0.1)).cloudShare() / 2);
    assertThat(run(narrow, cascade(0.1)).hitRatio()).isGreaterThan(0.995);
  }

  /** The price is that of what is worth its way: it does not rise by questions nobody asks. */
  @Test
  void anUplinkForHalfOfTheQuestionsIsUsed() {
    Course course = course(new Accuracy(0.8, 0.95, 6), 0.6);
    RunResult run = run(course, cascade(0.1));

    assertThat(run.cloudShare()).isBetween(0.15, 0.5);
    assertThat(run.rightRatio()).isGreaterThan(0.8 + 0.4 * 0.15);
  }

  @Test
  void inAnOutageTheFirstAnswersStand() {
    Fault outage =
        new Fault(
            Fault.Kind.OUTAGE, Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ZERO, 1, 0);
    Course course = course(new Accuracy(0.8, 0.95, 6), 8, outage);

    assertThat(run(course, cascade(0.1)).hitRatio()).isGreaterThan(0.995);
  }

  @Test
  void whoIsRightDoesNotChangeWhatComes() {
    Course perfect = course(Accuracy.PERFECT, 8);
    Course other = course(new Accuracy(0.5, 0.6, 2), 8);

    assertThat(other.size()).isEqualTo(perfect.size());
    for (int i = 0; i < perfect.size(); i++) {
      assertThat(other.job(i).request()).isEqualTo(perfect.job(i).request());
      assertThat(other.job(i).localNanos()).isEqualTo(perfect.job(i).localNanos());
    }
    assertThat(run(other, HERE).hits()).isEqualTo(run(perfect, HERE).hits());
  }
}
