package dev.sluice.cloud.gate;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who is at the gate: those that have not said who they are, the oldest first, and the others. */
final class Visitors {
  private final int waitingMax;
  private final int openMax;
  private final Set<FrontHandler> waiting = new LinkedHashSet<>();
  private final Set<FrontHandler> open = new LinkedHashSet<>();

  Visitors(int waitingMax, int openMax) {
    this.waitingMax = waitingMax;
    this.openMax = openMax;
  }

  /** Whom the new one takes the room of: a flood that says nothing shall not keep others out. */
  synchronized Optional<FrontHandler> arrived(FrontHandler visitor) {
    waiting.add(visitor);
    if (waiting.size() <= waitingMax) {
      return Optional.empty();
    }
    Iterator<FrontHandler> oldest = waiting.iterator();
    FrontHandler gone = oldest.next();
    oldest.remove();
    return Optional.of(gone);
  }

  /** False when there is no room. */
  synchronized boolean admitted(FrontHandler visitor) {
    waiting.remove(visitor);
    return open.size() < openMax && open.add(visitor);
  }

  synchronized void left(FrontHandler visitor) {
    waiting.remove(visitor);
    open.remove(visitor);
  }

  synchronized List<FrontHandler> open() {
    return List.copyOf(open);
  }
}
