package dev.sluice.cloud.down;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Who wants which messages; a value that any thread may ask. */
final class Audience {
  private static final String LINK = "sluice/";

  static final Audience NOBODY = new Audience(Map.of());

  /** A wish that was granted. */
  record Granted(Filter filter, int lane, OptionalLong maxAgeMs) {}

  /**
   * @param granted the first that matches a topic holds for it
   */
  record Listener(int messageBytesMax, List<Granted> granted) {
    Listener {
      granted = List.copyOf(granted);
    }

    Optional<Granted> first(String topic) {
      return granted.stream().filter(one -> one.filter().matches(topic)).findFirst();
    }
  }

  private final Map<String, Listener> listeners;

  private Audience(Map<String, Listener> listeners) {
    this.listeners = listeners;
  }

  Audience with(String node, Listener listener) {
    Map<String, Listener> changed = new TreeMap<>(listeners);
    if (listener.granted().isEmpty()) {
      changed.remove(node);
    } else {
      changed.put(node, listener);
    }
    return new Audience(changed);
  }

  boolean isWanted(String topic) {
    // Most of what the broker carries is the link itself: it is not compared with every filter.
    return !topic.startsWith(LINK)
        && listeners.values().stream().anyMatch(one -> one.first(topic).isPresent());
  }

  /**
   * @param bytes of the message on its way; nobody gets one that is too large for it
   */
  List<Addressee> of(String topic, int bytes) {
    List<Addressee> found = new ArrayList<>();
    listeners.forEach(
        (node, listener) -> {
          Optional<Granted> granted = listener.first(topic);
          if (granted.isPresent() && bytes <= listener.messageBytesMax()) {
            found.add(new Addressee(node, granted.get().lane(), granted.get().maxAgeMs()));
          }
        });
    return found;
  }
}
