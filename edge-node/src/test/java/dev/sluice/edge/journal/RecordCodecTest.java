package dev.sluice.edge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.Effect;
import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.mqtt.Payload;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
  private static final DurableRecord NUMBER_ONLY =
      new DurableRecord.Enqueued(3, Payload.EMPTY, true, 0, DurableRecord.NEVER);

  @Test
  void everyRecordIsReadAsItWasWritten() {
    Set<RecordType> seen = EnumSet.of(RecordType.MARK);
    for (long seed = 1; seed <= 20; seed++) {
      RandomRecords records = new RandomRecords(new SplittableRandom(seed), 200);
      for (int i = 0; i < 200; i++) {
        Effect.Append append = records.next();
        seen.add(roundTrip("seed " + seed, append.sequence(), append.record()));
      }
      for (DurableRecord record : records.liveAt(Long.MAX_VALUE)) {
        seen.add(roundTrip("seed " + seed, 1, record));
      }
    }
    seen.add(roundTrip("its number", 1, NUMBER_ONLY));
    assertThat(seen).containsExactlyInAnyOrder(RecordType.values());
  }

  private static RecordType roundTrip(String when, long sequence, DurableRecord record) {
    Frames frames = new Frames();
    new SegmentHeader(1, 0, 0).write(frames.out());
    frames.add(sequence, record);
    byte[] segment = new byte[frames.out().position()];
    frames.out().written().get(segment);
    List<Frame> found = SegmentReader.read(segment, segment.length).frames();
    assertThat(found).as(when).hasSize(1);
    assertThat(found.get(0).sequence()).isEqualTo(sequence);
    assertThat(found.get(0).record()).as(when).isEqualTo(record);
    return found.get(0).type();
  }
}
