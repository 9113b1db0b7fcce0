package dev.sluice.edge.journal;

import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.DurableState;
import dev.sluice.broker.durable.KeptMessages;
import dev.sluice.storage.Storage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All that lives in a log, as the records that would say it again: for comparisons. */
final class LiveRecords {
  private LiveRecords() {}

  static Set<DurableRecord> of(DurableState state, KeptMessages messages) {
    Set<DurableRecord> records = new HashSet<>(state.sessionsUpTo(Long.MAX_VALUE));
    records.addAll(state.marksUpTo(Long.MAX_VALUE));
    for (long id : state.messagesUpTo(Long.MAX_VALUE)) {
      records.add(messages.read(id).flatMap(state::asItStands).orElseThrow());
    }
    return records;
  }

  static Set<DurableRecord> of(DurableState state, Storage disk) {
    return of(state, new MessageReader(disk, state, new Losses(List.of())));
  }
}
