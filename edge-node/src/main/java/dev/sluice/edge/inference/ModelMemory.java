package dev.sluice.edge.inference;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which copies of models are held, within a budget: what was used least recently goes first. A copy
 * counts with the size of its file, its weights. Owned by the broker loop.
 */
final class ModelMemory {
  /** A copy of a version: that of one worker. */
  record Copy(ModelVersion version, int worker) {}

  private final long bytesMax;
  private final Map<Copy, Long> held = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /**
   * @param bytesMax of all copies together; {@link Long#MAX_VALUE} for no limit
   */
  ModelMemory(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /**
   * Notes that a copy is used, and held from now on.
   *
   * @return the copies to be freed for it; never itself, though it be larger than the budget
   */
  List<Copy> use(ModelVersion version, int worker) {
    Copy used = new Copy(version, worker);
    if (held.get(used) == null) {
      held.put(used, version.bytes());
      bytes += version.bytes();
    }
    if (bytes <= bytesMax) {
      return List.of();
    }
    return makeRoom(used);
  }

  private List<Copy> makeRoom(Copy used) {
    List<Copy> freed = new ArrayList<>();
    Iterator<Map.Entry<Copy, Long>> oldest = held.entrySet().iterator();
    while (bytes > bytesMax && oldest.hasNext()) {
      Map.Entry<Copy, Long> next = oldest.next();
      if (!next.getKey().equals(used)) {
        freed.add(next.getKey());
        bytes -= next.getValue();
        oldest.remove();
      }
    }
    return freed;
  }

  /** All copies of this version are freed. */
  void forget(ModelVersion version) {
    held.entrySet()
        .removeIf(
            copy -> {
              boolean gone = copy.getKey().version() == version;
              bytes -= gone ? copy.getValue() : 0;
              return gone;
            });
  }

  long bytes() {
    return bytes;
  }
}
