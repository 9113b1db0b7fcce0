package dev.sluice.bench.check;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of the messages that should have been delivered.
 *
 * @param expected one per message and subscriber
 * @param received arrivals, duplicates among them
 * @param lost never arrived
 * @param duplicates arrived again
 * @param reordered arrived after a later one of the same publisher
 * @param foreign arrived where they do not belong, or were never sent
 */
public record Deliveries(
    long expected, long received, long lost, long duplicates, long reordered, long foreign) {

  public static final Deliveries NONE = new Deliveries(0, 0, 0, 0, 0, 0);

  public Deliveries plus(Deliveries other) {
    return new Deliveries(
        expected + other.expected,
        received + other.received,
        lost + other.lost,
        duplicates + other.duplicates,
        reordered + other.reordered,
        foreign + other.foreign);
  }

  public Deliveries plusForeign(long count) {
    return new Deliveries(expected, received, lost, duplicates, reordered, foreign + count);
  }

  /**
   * What the QoS did not allow, in words; empty when the broker kept its promise. Duplicates are
   * within QoS 1's promise, but not on connections that stayed up [MQTT-4.4.0-1].
   */
  public List<String> breaches(int qos) {
    List<String> breaches = new ArrayList<>();
    add(breaches, qos > 0 ? lost : 0, "lost");
    add(breaches, duplicates, "delivered twice");
    add(breaches, reordered, "out of order");
    add(breaches, foreign, "delivered to the wrong subscriber");
    return List.copyOf(breaches);
  }

  private static void add(List<String> breaches, long count, String what) {
    if (count > 0) {
      breaches.add(count + " " + what);
    }
  }
}
