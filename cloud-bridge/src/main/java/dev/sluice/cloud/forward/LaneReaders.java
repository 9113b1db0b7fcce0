package dev.sluice.cloud.forward;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Who reads the store, and how far each has come: a message is released when all of them are done
 * with it. After a restart all begin behind what was released. Lives on the loop.
 */
public final class LaneReaders {
  private final LaneStore store;
  private final List<Map<StoredLane, Long>> readers = new ArrayList<>();

  public LaneReaders(LaneStore store) {
    this.store = store;
  }

  /** One more reader; before the first message is read. */
  public LanePublisher add(LanePublisher.Outlet outlet, LongSupplier wallMillis) {
    int number = readers.size();
    readers.add(new HashMap<>());
    return new LanePublisher(store, new Reader(number), outlet, wallMillis);
  }

  /** How far one of them has come, and what it says of that. */
  final class Reader {
    private final int number;

    private Reader(int number) {
      this.number = number;
    }

    /** The last message of the lane that it is done with. */
    long reached(StoredLane lane) {
      return Math.max(lane.published(), readers.get(number).getOrDefault(lane, 0L));
    }

    /** It is done with all up to that message. */
    void reached(StoredLane lane, long upTo) {
      readers.get(number).put(lane, upTo);
      long all = readers.stream().mapToLong(one -> one.getOrDefault(lane, 0L)).min().orElse(0);
      if (all > lane.published()) {
        store.release(lane, all);
      }
    }
  }
}
