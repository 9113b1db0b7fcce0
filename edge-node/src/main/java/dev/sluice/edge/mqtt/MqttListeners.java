package dev.sluice.edge.mqtt;

import dev.sluice.broker.Effect;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** All listeners of a node, which share one broker: an effect goes where its connection came in. */
public final class MqttListeners {
  private static final int NUMBER_SHIFT = 48;

  private final List<MqttListener> listeners;

  /**
   * @param listeners in the order of their doors' numbers
   */
  public MqttListeners(List<MqttListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  /** Below the first name of a connection of that listener. */
  static long firstId(int number) {
    return (long) number << NUMBER_SHIFT;
  }

  private MqttListener of(long connection) {
    return listeners.get((int) (connection >> NUMBER_SHIFT));
  }

  /**
   * @see MqttListener#listen
   */
  public Future<Integer> listen(int number) {
    return listeners.get(number).listen();
  }

  public void perform(Effect.Transmit transmit) {
    of(transmit.connection().value()).perform(transmit);
  }

  public void perform(Effect.Close close) {
    of(close.connection().value()).perform(close);
  }

  public void perform(Effect.Hold hold) {
    of(hold.connection().value()).perform(hold);
  }

  public void perform(Effect.Release release) {
    of(release.connection().value()).perform(release);
  }

  /** Whether devices can connect, by every way there is. */
  public boolean isListening() {
    return listeners.stream().allMatch(MqttListener::isListening);
  }

  public Future<?> close() {
    List<Future<?>> closing = new ArrayList<>();
    listeners.forEach(listener -> closing.add(listener.close()));
    return Future.join(closing);
  }

  /** In the order of their doors' numbers. */
  public List<ListenerStats> stats() {
    return listeners.stream().map(MqttListener::stats).toList();
  }
}
