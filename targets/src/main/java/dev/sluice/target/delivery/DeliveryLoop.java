package dev.sluice.target.delivery;

import dev.sluice.target.Target;
import dev.sluice.target.TargetRecord;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Gives a delivery its inputs, one at a time on one loop, and does what it asks. */
public final class DeliveryLoop {
  /** Where its work is done: inputs on the loop, dead letters on a thread that may block. */
  public record Threads(Executor loop, Executor disk) {}

  private final Target target;
  private final DeadLetters deadLetters;
  private final Threads threads;
  private final LongSupplier nanoTime;
  private final Delivery delivery;
  private final ArrayDeque<Delivery.Output> outputs = new ArrayDeque<>();
  private final Map<Long, Runnable> waiting = new HashMap<>();
  private boolean performing;

  public DeliveryLoop(
      Target target,
      DeadLetters deadLetters,
      Delivery.Settings settings,
      Threads threads,
      LongSupplier nanoTime,
      RandomGenerator chance) {
    this.target = target;
    this.deadLetters = deadLetters;
    this.threads = threads;
    this.nanoTime = nanoTime;
    this.delivery = new Delivery(settings, target.recordBytesMax(), chance, outputs::add);
  }

  /**
   * Called on the loop.
   *
   * @param done run on the loop when the target has the record, or it is safe as a dead letter
   */
  public void put(TargetRecord record, Runnable done) {
    long ticket = delivery.onRecord(record, nanoTime.getAsLong());
    waiting.put(ticket, done);
    perform();
  }

  /** Now and then, on the loop. */
  public void onTick() {
    delivery.onTick(nanoTime.getAsLong());
    perform();
  }

  /** To be read on the loop. */
  public DeliveryCounts counts() {
    return delivery.counts();
  }

  /** What a done record brings in joins the queue: nothing is performed inside of something. */
  private void perform() {
    if (performing) {
      return;
    }
    performing = true;
    while (!outputs.isEmpty()) {
      Delivery.Output output = outputs.remove();
      if (output instanceof Delivery.Output.Put put) {
        put(put);
      } else if (output instanceof Delivery.Output.Bury bury) {
        threads.disk().execute(() -> keep(bury));
      } else if (output instanceof Delivery.Output.Done over) {
        waiting.remove(over.ticket()).run();
      }
    }
    performing = false;
  }

  private void put(Delivery.Output.Put put) {
    target.put(
        put.record(),
        outcome -> input(() -> delivery.onOutcome(put.ticket(), outcome, nanoTime.getAsLong())));
  }

  private void keep(Delivery.Output.Bury bury) {
    try {
      deadLetters.keep(bury.letter());
      input(() -> delivery.onKept(bury.ticket(), nanoTime.getAsLong()));
    } catch (IOException | RuntimeException e) {
      // Whatever it was: without an answer the record's key would wait for ever.
      input(() -> delivery.onNotKept(bury.ticket(), e.toString(), nanoTime.getAsLong()));
    }
  }

  private void input(Runnable turn) {
    threads
        .loop()
        .execute(
            () -> {
              turn.run();
              perform();
            });
  }
}
