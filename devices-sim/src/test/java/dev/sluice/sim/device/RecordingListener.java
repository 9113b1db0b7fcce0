package dev.sluice.sim.device;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what a connection told, for any thread to look at. */
final class RecordingListener implements DeviceClient.Listener {
  final AtomicInteger connections = new AtomicInteger();
  final List<String> losses = new CopyOnWriteArrayList<>();
  final List<Long> acknowledged = new CopyOnWriteArrayList<>();
  final List<Long> refused = new CopyOnWriteArrayList<>();
  final List<Inbound> received = new CopyOnWriteArrayList<>();

  @Override
  public void connected() {
    connections.incrementAndGet();
  }

  @Override
  public void disconnected(String why) {
    losses.add(why);
  }

  @Override
  public void acknowledged(long sequence) {
    acknowledged.add(sequence);
  }

  @Override
  public void refused(long sequence) {
    refused.add(sequence);
  }

  @Override
  public void received(Inbound message) {
    received.add(message);
  }
}
