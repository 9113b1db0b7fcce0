package dev.sluice.edge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.Effect;
import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.DurableRecord.Enqueued;
import dev.sluice.broker.durable.DurableRecord.IncomingRemembered;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Payload;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvidenceTest {
  private static final Effect.Append ONCE = entry(1, true);
  private static final Effect.Append EVIDENCE =
      new Effect.Append(2, new IncomingRemembered(new ClientId("meter"), 7));

  private final Evidence evidence = new Evidence();

  private static Effect.Append entry(long sequence, boolean onceOnly) {
    Payload text = Payload.utf8("21.5");
    return new Effect.Append(sequence, new Enqueued(0, text, onceOnly, 0, DurableRecord.NEVER));
  }

  @Test
  void anEntryThatIsToComeOnceWaitsForTheRecordBehindIt() {
    assertThat(evidence.add(ONCE)).isEmpty();
    assertThat(evidence.add(EVIDENCE)).containsExactly(ONCE, EVIDENCE);
  }

  @Test
  void otherRecordsWaitForNothing() {
    Effect.Append entry = entry(1, false);
    assertThat(evidence.add(entry)).containsExactly(entry);
    assertThat(evidence.add(EVIDENCE)).containsExactly(EVIDENCE);
  }

  @Test
  void theJournalsThreadIsGivenBothOrNeither() {
    RecordQueue queue = new RecordQueue();
    queue.add(ONCE);
    assertThat(queue.size()).isZero();
    queue.add(EVIDENCE);
    List<Effect.Append> batch = new ArrayList<>();
    queue.take(batch, new ArrayList<>(), 0);
    assertThat(batch).containsExactly(ONCE, EVIDENCE);
  }
}
