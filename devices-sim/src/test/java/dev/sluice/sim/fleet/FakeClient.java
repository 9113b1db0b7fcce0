package dev.sluice.sim.fleet;

import dev.sluice.sim.device.DeviceClient;
import java.util.ArrayList;
import java.util.List;

/** A connection that does what the test says. */
final class FakeClient implements DeviceClient {
  record Sent(long sequence, byte[] payload) {}

  final List<Sent> sent = new ArrayList<>();
  int connects;
  boolean accepting = true;
  boolean closed;

  @Override
  public void connect() {
    connects++;
  }

  @Override
  public boolean publish(long sequence, byte[] payload) {
    if (accepting) {
      sent.add(new Sent(sequence, payload));
    }
    return accepting;
  }

  @Override
  public void close() {
    closed = true;
  }
}
