package dev.sluice.broker;

import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.DurableRecord.MessageKept;
import dev.sluice.broker.durable.DurableState;
import dev.sluice.broker.durable.Fetched;
import dev.sluice.broker.durable.KeptMessages;
import dev.sluice.broker.durable.OwedMessage;
import dev.sluice.broker.durable.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A log in memory: what its records add up to, and the messages in it. */
final class KeptLog implements KeptMessages {
  private final DurableState state = new DurableState();
  private final Map<Long, MessageKept> messages = new HashMap<>();
  private long place;

  void add(long sequence, DurableRecord record) {
    state.apply(sequence, record, new Place(++place, 0, 1));
    if (record instanceof MessageKept kept) {
      messages.put(kept.id(), kept);
    }
  }

  /** As it is found by the next process. */
  KeptLog found() {
    state.forgetUnknown();
    return this;
  }

  DurableState state() {
    return state;
  }

  @Override
  public Optional<MessageKept> read(long id) {
    return Optional.ofNullable(messages.get(id)).filter(kept -> state.place(id).isPresent());
  }

  Fetched fetch(Effect.Fetch request) {
    List<OwedMessage> owed = new ArrayList<>();
    for (long id :
        state.waitingFor(
            request.client(), request.queueClass(), request.after(), request.messagesMax())) {
      read(id).flatMap(kept -> OwedMessage.of(kept, request.client())).ifPresent(owed::add);
    }
    return new Fetched(request.client(), request.request(), owed, List.of());
  }

  /** What lives in the beginning, up to that record, as records to repeat. */
  List<DurableRecord> placedUpTo(long record) {
    List<DurableRecord> again = new ArrayList<>(state.sessionsUpTo(record));
    again.addAll(state.marksUpTo(record));
    for (long id : state.messagesUpTo(record)) {
      read(id).flatMap(state::asItStands).ifPresent(again::add);
    }
    return again;
  }
}
