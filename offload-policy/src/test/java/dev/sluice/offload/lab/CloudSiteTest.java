package dev.sluice.offload.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.offload.Privacy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One worker, and messages that take it 10 ms: one each 100 ms, patient and urgent by turns. */
class CloudSiteTest {
  private static final long MS = 1_000_000L;

  private final EventQueue events = new EventQueue();
  private final Course course = Course.of(scenario(), 1);
  private final CloudSite cloud = new CloudSite(course, events);
  private final List<Long> answered = new ArrayList<>();
  private final List<Long> run = new ArrayList<>();

  private static Scenario scenario() {
    return new Scenario(
        "cloud",
        Duration.ofSeconds(5),
        1,
        List.of(messages("patient", 4_000), messages("urgent", 1_000)),
        List.of(stream(List.of(1.0, 0.0)), stream(List.of(0.0, 1.0))),
        new Uplink.Constant(8),
        Duration.ofMillis(40),
        Duration.ZERO,
        1,
        List.of());
  }

  private static ServiceClass messages(String name, int deadlineMs) {
    return new ServiceClass(
        name,
        1_000,
        Duration.ofMillis(deadlineMs),
        5,
        Privacy.CLOUD_OK,
        new Spread(10, 0),
        new Spread(10, 0));
  }

  private static Stream stream(List<Double> mix) {
    return new Stream(new ArrivalProcess.Periodic(1, Duration.ofSeconds(1)), mix);
  }

  private Job first(int serviceClass) {
    return course.jobs().stream()
        .filter(job -> job.request().serviceClass() == serviceClass)
        .findFirst()
        .orElseThrow();
  }

  private void receiveAt(long nanos, Job job) {
    events.at(nanos, () -> cloud.receive(job, this::answer));
  }

  private void answer(Job job, long queueNanos, long serviceNanos) {
    answered.add(job.request().id());
    if (serviceNanos > 0) {
      run.add(job.request().id());
    }
  }

  @Test
  void theMostUrgentHasTheNextTurn() {
    Job patient = course.job(first(0).request().id());
    Job urgent = first(1);
    receiveAt(0, patient);
    receiveAt(1 * MS, course.job(patient.request().id()));
    receiveAt(2 * MS, urgent);
    events.runUntil(100 * MS, () -> {});

    assertThat(run)
        .containsExactly(patient.request().id(), urgent.request().id(), patient.request().id());
  }

  @Test
  void whatIsLateWhenItsTurnComesIsAnsweredAndNotRun() {
    Job patient = first(0);
    Job urgent = first(1);
    long late = urgent.request().deadlineNanos();
    receiveAt(late - 5 * MS, patient);
    receiveAt(late - 1 * MS, urgent);
    events.runUntil(late + 100 * MS, () -> {});

    assertThat(answered).containsExactly(patient.request().id(), urgent.request().id());
    assertThat(run).containsExactly(patient.request().id());
  }
}
