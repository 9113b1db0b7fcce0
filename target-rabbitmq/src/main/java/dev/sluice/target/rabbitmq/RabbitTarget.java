package dev.sluice.target.rabbitmq;

import dev.sluice.target.Outcome;
import dev.sluice.target.Target;
import dev.sluice.target.TargetRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Publishes records with confirms; each is persistent, and returns when there is no queue. */
final class RabbitTarget implements Target {
  private static final long LOOK_MS = 250;

  private final RabbitSettings settings;
  private final LinkedBlockingQueue<Unconfirmed.Asked> asked = new LinkedBlockingQueue<>();
  private final Thread thread;
  private final ScheduledExecutorService watch;
  private volatile boolean closed;
  private volatile Optional<RabbitLink> link = Optional.empty();

  private RabbitTarget(RabbitSettings settings) {
    this.settings = settings;
    this.thread = daemon(this::run, "rabbitmq " + settings);
    this.watch =
        Executors.newSingleThreadScheduledExecutor(
            task -> daemon(task, "rabbitmq-watch " + settings));
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  static RabbitTarget start(RabbitSettings settings) {
    var target = new RabbitTarget(settings);
    target.thread.start();
    // Writing to an engine that reads no more blocks for ever: another thread has to look.
    var unused = target.watch.scheduleWithFixedDelay(
        () -> target.link.ifPresent(link -> link.endIfStuck(System.nanoTime())),
        LOOK_MS,
        LOOK_MS,
        TimeUnit.MILLISECONDS);
    return target;
  }

  @Override
  public long recordBytesMax() {
    return settings.recordBytesMax();
  }

  @Override
  public void put(TargetRecord record, Consumer<Outcome> done) {
    asked.add(new Unconfirmed.Asked(record, done));
    if (closed) {
      refuseRest();
    }
  }

  private void run() {
    try {
      while (!closed) {
        put(asked.take());
      }
    } catch (InterruptedException e) {
      // Closed while it waited.
    }
    link.ifPresent(up -> up.end("closed"));
    refuseRest();
  }

  /** Whatever the client throws: the thread lives on, and no record is left without an answer. */
  private void put(Unconfirmed.Asked one) {
    RabbitLink up;
    try {
      up = connected();
    } catch (IOException | TimeoutException | RuntimeException e) {
      one.done().accept(new Outcome.Unavailable(RabbitAnswers.oneLine(e)));
      return;
    }
    up.publish(one);
  }

  private RabbitLink connected() throws IOException, TimeoutException {
    if (link.isEmpty() || !link.get().isUp()) {
      link.ifPresent(old -> old.end("connection lost"));
      link = Optional.empty();
      link = Optional.of(RabbitLink.connect(settings));
    }
    return link.get();
  }

  private void refuseRest() {
    List<Unconfirmed.Asked> rest = new ArrayList<>();
    asked.drainTo(rest);
    rest.forEach(one -> one.done().accept(new Outcome.Unavailable("closed")));
  }

  @Override
  public void close() {
    closed = true;
    watch.shutdownNow();
    thread.interrupt();
    link.ifPresent(up -> up.end("closed"));
  }
}
