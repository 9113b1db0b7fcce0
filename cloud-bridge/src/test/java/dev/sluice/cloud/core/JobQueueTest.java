package dev.sluice.cloud.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.uplink.Envelope;
import dev.sluice.uplink.LinkId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JobQueueTest {
  private static final long MS = 1_000_000;

  private final JobQueue queue = new JobQueue(new Batching(Map.of("many", 3, "one", 1), 5 * MS));
  private long order;

  private Job job(String model, long arrivalNanos, long deadlineNanos) {
    var request = new Envelope.Request(new LinkId("e", 1), order, model, 100, 5, new float[1]);
    return new Job(request, order++, arrivalNanos, deadlineNanos, false);
  }

  private Job add(String model, long arrivalMs, long deadlineMs) {
    Job job = job(model, arrivalMs * MS, deadlineMs * MS);
    queue.add(job);
    return job;
  }

  @Test
  void runsAtOnceWhatRunsAlone() {
    Job job = add("one", 0, 100);
    assertThat(queue.removeNext(0)).containsExactly(job);
    assertThat(queue.size()).isZero();
  }

  @Test
  void runsAtOnceWhatIsFullWithTheMostUrgentInIt() {
    Job late = add("many", 0, 400);
    Job a = add("many", 0, 100);
    Job b = add("many", 0, 300);
    Job c = add("many", 0, 200);

    assertThat(queue.removeNext(0)).containsExactly(a, c, b);
    assertThat(queue.removeNext(0)).isEmpty();
    assertThat(queue.removeNext(5 * MS)).containsExactly(late);
  }

  @Test
  void waitsForOthersNoLongerThanItMay() {
    Job job = add("many", 10, 1_000);
    assertThat(queue.removeNext(10 * MS)).isEmpty();
    assertThat(queue.closesNanos()).isEqualTo(15 * MS);
    Job other = add("many", 14, 500);
    assertThat(queue.removeNext(15 * MS - 1)).isEmpty();
    assertThat(queue.removeNext(15 * MS)).containsExactly(other, job);
  }

  @Test
  void waitsNoLongerThanAQuarterOfTheTimeOfAnyOfThem() {
    Job patient = add("many", 0, 1_000);
    Job urgent = add("many", 1, 9);
    assertThat(queue.removeNext(2 * MS)).isEmpty();
    assertThat(queue.closesNanos()).isEqualTo(3 * MS);
    assertThat(queue.removeNext(3 * MS)).containsExactly(urgent, patient);
  }

  @Test
  void whatWaitsForCompanyHoldsUpNobodyElse() {
    add("many", 0, 100);
    Job other = add("one", 0, 900);
    assertThat(queue.removeNext(0)).containsExactly(other);
  }

  @Test
  void expiresAndShedsWhatIsInCompanyToo() {
    Job first = add("many", 0, 2);
    Job last = add("many", 0, 900);
    assertThat(queue.removeExpired(2 * MS)).contains(first);
    assertThat(queue.removeLeastUrgent()).isEqualTo(last);
    assertThat(queue.removeNext(900 * MS)).isEmpty();
    assertThat(queue.closesNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void givesEveryJobOnceInTimeAndOnlyItsOwnModelsTogether() {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      JobQueue some = new JobQueue(new Batching(Map.of("a", 4, "b", 2, "c", 1), 5 * MS));
      List<Job> given = new ArrayList<>();
      int added = 0;
      for (long now = 0; now < 200; now++) {
        if (now < 150 && random.nextBoolean()) {
          String model = "abc".charAt(random.nextInt(3)) + "";
          some.add(job(model, now * MS, (now + 1 + random.nextInt(60)) * MS));
          added++;
        }
        for (List<Job> batch = some.removeNext(now * MS);
            !batch.isEmpty();
            batch = some.removeNext(now * MS)) {
          check(seed, batch, now);
          given.addAll(batch);
        }
      }
      assertThat(given).as("seed %d", seed).hasSize(added).doesNotHaveDuplicates();
    }
  }

  private static void check(long seed, List<Job> batch, long nowMs) {
    assertThat(batch)
        .extracting(job -> job.request().model())
        .containsOnly(batch.get(0).request().model());
    for (Job job : batch) {
      long waitedMs = nowMs - job.arrivalNanos() / MS;
      long slackMs = (job.deadlineNanos() - job.arrivalNanos()) / MS;
      assertThat(waitedMs).as("seed %d", seed).isLessThanOrEqualTo(Math.min(5, slackMs / 4 + 1));
    }
  }
}
