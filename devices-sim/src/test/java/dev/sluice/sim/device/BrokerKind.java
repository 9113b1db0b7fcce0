package dev.sluice.sim.device;

import java.io.IOException;
import java.nio.file.Path;

/** Brokers that the bridge is tried at, as they speak MQTT 3.1.1 and 5. */
public enum BrokerKind {
  MOSQUITTO {
    @Override
    public ExternalBroker start(Path folder) throws IOException {
      return Mosquitto.start(folder);
    }
  },
  HIVEMQ {
    @Override
    public ExternalBroker start(Path folder) throws IOException {
      return HiveMq.start(folder);
    }
  };

  /** Listens when it returns; the test is skipped where it is not installed. */
  public abstract ExternalBroker start(Path folder) throws IOException;
}
