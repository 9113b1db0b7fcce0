package dev.sluice.sim.fleet;

import dev.sluice.sim.check.Arrival;
import dev.sluice.sim.check.DeviceLedger;
import dev.sluice.sim.device.DeviceClient;
import dev.sluice.sim.device.Inbound;
import dev.sluice.sim.signal.Signal;
import java.util.OptionalLong;
import java.util.function.Function;

/** One device: publishes the frames of its signal when told, and books what comes of them. */
final class SimulatedDevice implements DeviceClient.Listener {
  /** What a device is made of, its connection apart. */
  record Parts(Signal signal, FrameCodec codec, MessageId ids, DeviceLedger ledger) {}

  private final Parts parts;
  private final DeviceClient client;
  private final Reconnector reconnector;
  private String lastTrouble = "no answer";

  SimulatedDevice(
      Parts parts,
      Function<DeviceClient.Listener, DeviceClient> clients,
      Backoff backoff,
      Reconnector.Timers timers) {
    this.parts = parts;
    this.client = clients.apply(this);
    this.reconnector = new Reconnector(client::connect, backoff, timers);
  }

  Reconnector connection() {
    return reconnector;
  }

  String lastTrouble() {
    return lastTrouble;
  }

  void begin() {
    reconnector.begin();
  }

  /**
   * Draws the next frame and sends it. A frame that cannot be sent is gone, as a sensor's is: what
   * the device says at a time does not depend on how its connection fared.
   */
  void publish(long intendedNanos) {
    DeviceLedger ledger = parts.ledger();
    Signal.Frame frame = parts.signal().next().orElseThrow();
    long sequence = ledger.next();
    byte[] payload = parts.codec().encode(parts.ids().of(sequence), frame.values());
    if (reconnector.isUp() && ledger.hasRoom() && client.publish(sequence, payload)) {
      ledger.published(intendedNanos, frame.anomalous());
    } else {
      ledger.suppressed();
    }
  }

  /** The checking subscriber received a message of this device. */
  void delivered(Inbound message) {
    OptionalLong sequence =
        parts.codec().id(message.payload()).map(parts.ids()::sequence).orElse(OptionalLong.empty());
    if (sequence.isPresent()) {
      parts.ledger().delivered(sequence.getAsLong(), arrival(message));
    } else {
      parts.ledger().foreign();
    }
  }

  /** The checking subscriber lost its connection: it may be sent again what it has. */
  void probeDisconnected() {
    parts.ledger().receiverDisconnected();
  }

  void close() {
    reconnector.stop();
    client.close();
  }

  @Override
  public void connected() {
    reconnector.connected();
  }

  @Override
  public void disconnected(String why) {
    lastTrouble = why;
    parts.ledger().disconnected();
    reconnector.disconnected();
  }

  @Override
  public void acknowledged(long sequence) {
    parts.ledger().acknowledged(sequence);
  }

  @Override
  public void refused(long sequence) {
    parts.ledger().refused(sequence);
  }

  @Override
  public void received(Inbound message) {
    AnswerReader.read(message.payload())
        .ifPresentOrElse(answer -> book(answer, message), parts.ledger()::foreign);
  }

  private void book(AnswerReader.Addressed answer, Inbound message) {
    OptionalLong sequence = parts.ids().sequence(answer.id());
    if (sequence.isPresent()) {
      parts.ledger().answered(sequence.getAsLong(), answer.answer(), arrival(message));
    } else {
      parts.ledger().foreign();
    }
  }

  private static Arrival arrival(Inbound message) {
    return new Arrival(message.atNanos(), message.redelivered());
  }
}
