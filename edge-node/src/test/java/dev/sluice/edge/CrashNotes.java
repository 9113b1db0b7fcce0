package dev.sluice.edge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;

/** What a client of {@link CrashIT} has seen; written by the threads of its library. */
final class CrashNotes {
  private final NavigableSet<Integer> acknowledged = new ConcurrentSkipListSet<>();
  private final ConcurrentLinkedQueue<String> arrived = new ConcurrentLinkedQueue<>();
  private final AtomicInteger sessionsLost = new AtomicInteger();
  private volatile boolean connectedOnce;
  private volatile boolean connecting;

  /** A connection is being made, or the last attempt is over. */
  void connecting(boolean now) {
    connecting = now;
  }

  boolean isConnecting() {
    return connecting;
  }

  void connected(boolean sessionPresent) {
    // Whoever had a session must find it again.
    if (connectedOnce && !sessionPresent) {
      sessionsLost.incrementAndGet();
    }
    connectedOnce = true;
    connecting = false;
  }

  void acknowledged(Object context) {
    if (context instanceof Integer number) {
      acknowledged.add(number);
    }
  }

  void arrived(String topic, byte[] payload) {
    arrived.add(topic + " " + new String(payload, StandardCharsets.UTF_8));
  }

  int sessionsLost() {
    return sessionsLost.get();
  }

  NavigableSet<Integer> acknowledged() {
    return acknowledged;
  }

  /** "topic number", as they came. */
  List<String> arrived() {
    return new ArrayList<>(arrived);
  }
}
