package dev.sluice.bench;

import dev.sluice.broker.Effect;
import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.DurableRecord.MessageKept;
import dev.sluice.broker.durable.DurableRecord.SessionOpened;
import dev.sluice.broker.durable.DurableRecord.Settled;
import dev.sluice.broker.durable.Fetched;
import dev.sluice.broker.durable.Recipient;
import dev.sluice.edge.journal.Journal;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/** Keeps a window of messages on their way into a journal, and settles each when it is durable. */
final class RawJournal implements Journal.Listener {
  private static final ClientId CLIENT = new ClientId("reader");
  private static final Recipient RECIPIENT =
      Recipient.waiting(CLIENT, Qos.AT_LEAST_ONCE, false, List.of());

  private final Journal journal;
  private final Semaphore window;
  private final Message message;

  /** Ids that are on their way, and those that have arrived and are to be settled. */
  private final Queue<Long> onTheWay = new ConcurrentLinkedQueue<>();

  private final Queue<Long> durable = new ConcurrentLinkedQueue<>();
  private volatile boolean refused;
  private long appended;

  RawJournal(Journal journal, int inFlight, int payloadBytes) {
    this.journal = journal;
    this.window = new Semaphore(inFlight);
    this.message =
        Message.of(
            TopicName.of("bench/in/7"), Payload.of(new byte[payloadBytes]), Qos.AT_LEAST_ONCE);
  }

  /**
   * @return messages kept per second, each settled too
   */
  double run(Duration time) throws InterruptedException {
    journal.start(this);
    append(new SessionOpened(CLIENT, Duration.ofDays(1), Optional.empty(), Optional.empty()));
    long begin = System.nanoTime();
    long messages = 0;
    while (System.nanoTime() - begin < time.toNanos() && !refused) {
      window.acquire();
      onTheWay.add(appended + 1);
      append(kept(appended + 1));
      messages++;
      for (Long id = durable.poll(); id != null; id = durable.poll()) {
        append(new Settled(CLIENT, id));
      }
    }
    return messages * 1e9 / (System.nanoTime() - begin);
  }

  /** Whether the disk or the limit ended it before its time. */
  boolean refused() {
    return refused;
  }

  private MessageKept kept(long id) {
    return new MessageKept(
        id, message, Optional.empty(), DurableRecord.NEVER, false, 0, List.of(RECIPIENT));
  }

  private void append(DurableRecord record) {
    journal.append(new Effect.Append(++appended, record));
  }

  @Override
  public void durable(long sequence) {
    int arrived = 0;
    for (Long id = onTheWay.peek(); id != null && id <= sequence; id = onTheWay.peek()) {
      durable.add(onTheWay.remove());
      arrived++;
    }
    window.release(arrived);
  }

  @Override
  public void refusing(String reason) {
    refused = true;
    window.release();
  }

  @Override
  public void accepting() {}

  @Override
  public void fetched(Fetched fetched) {}
}
