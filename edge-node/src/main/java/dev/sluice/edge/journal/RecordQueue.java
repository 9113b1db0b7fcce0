package dev.sluice.edge.journal;

import dev.sluice.broker.Effect;
import dev.sluice.broker.durable.DurableRecord.Answered;
import dev.sluice.broker.durable.DurableRecord.Enqueued;
import dev.sluice.broker.durable.DurableRecord.MessageKept;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Records, and requests for older ones, on their way to the journal's thread. */
final class RecordQueue {
  private static final long RECORD_BYTES = 128;

  private List<Effect.Append> waiting = new ArrayList<>();
  private List<Effect.Fetch> asked = new ArrayList<>();
  private final Evidence evidence = new Evidence();
  private long waitingBytes;
  private boolean closed;

  /**
   * @return bytes that wait now, roughly
   */
  synchronized long add(Effect.Append append) {
    boolean idle = waiting.isEmpty();
    for (Effect.Append ready : evidence.add(append)) {
      waiting.add(ready);
      waitingBytes += bytesOf(ready);
    }
    if (idle && !waiting.isEmpty()) {
      notifyAll();
    }
    return waitingBytes;
  }

  synchronized void add(Effect.Fetch fetch) {
    asked.add(fetch);
    notifyAll();
  }

  /** Roughly. */
  static long bytesOf(Effect.Append append) {
    if (append.record() instanceof Enqueued enqueued) {
      return RECORD_BYTES + enqueued.entry().size();
    }
    if (append.record() instanceof Answered answered) {
      return RECORD_BYTES + answered.answer().message().payload().size();
    }
    return append.record() instanceof MessageKept kept
        ? RECORD_BYTES + kept.message().payload().size()
        : RECORD_BYTES;
  }

  /**
   * Adds what waits to the batch, as soon as there is something. A batch that is not empty has
   * failed before, and is not tried again at once because more has come: it waits out its time.
   * Requests wait for nothing.
   *
   * @return false when this was the last time
   */
  synchronized boolean take(
      List<Effect.Append> batch, List<Effect.Fetch> requests, long patienceMs) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMs);
    while (!closed && asked.isEmpty() && (waiting.isEmpty() || !batch.isEmpty())) {
      long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
      if (left <= 0) {
        break;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        closed = true;
      }
    }
    batch.addAll(waiting);
    waiting = new ArrayList<>();
    waitingBytes = 0;
    requests.addAll(asked);
    asked = new ArrayList<>();
    return !closed;
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }

  synchronized int size() {
    return waiting.size();
  }
}
