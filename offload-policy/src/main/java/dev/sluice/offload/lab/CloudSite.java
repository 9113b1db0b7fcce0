package dev.sluice.offload.lab;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * The cloud: workers that take the most urgent first, as the cloud bridge does. What can no longer
 * be of use when its turn comes is answered without being run.
 */
final class CloudSite {
  /** Takes an answer home. */
  interface Answer {
    /**
     * @param queueNanos from its arrival to its turn
     * @param serviceNanos the model's time; 0 when it came too late to be run
     */
    void answer(Job job, long queueNanos, long serviceNanos);
  }

  private record Waiting(Job job, long sinceNanos, Answer answer) {
    static final Comparator<Waiting> MOST_URGENT_FIRST =
        Comparator.<Waiting>comparingLong(each -> each.job.request().deadlineNanos())
            .thenComparing(each -> each.job.request().priority(), Comparator.reverseOrder())
            .thenComparingLong(each -> each.job.request().id());
  }

  private final Course course;
  private final EventQueue events;
  private final Queue<Waiting> queue = new PriorityQueue<>(Waiting.MOST_URGENT_FIRST);
  private int busy;

  CloudSite(Course course, EventQueue events) {
    this.course = course;
    this.events = events;
    for (Fault fault : course.scenario().faults()) {
      for (int i = 0; i < fault.times(); i++) {
        events.at(fault.endNanos(i), this::work);
      }
    }
  }

  void receive(Job job, Answer answer) {
    queue.add(new Waiting(job, events.now(), answer));
    work();
  }

  private void work() {
    while (!queue.isEmpty() && busy < course.cloudWorkers(events.now())) {
      start(queue.remove());
    }
  }

  private void start(Waiting next) {
    long waited = events.now() - next.sinceNanos();
    if (events.now() >= next.job().request().deadlineNanos()) {
      next.answer().answer(next.job(), waited, 0);
      return;
    }
    busy++;
    long service = (long) (next.job().cloudNanos() * course.cloudFactor(events.now()));
    events.at(
        events.now() + service,
        () -> {
          busy--;
          next.answer().answer(next.job(), waited, service);
          work();
        });
  }
}
