package dev.sluice.bench.peer.hivemq;

import java.io.IOException;
import java.nio.file.Path;

/**
 * HiveMQ CE on one port of 127.0.0.1 until the process is told to stop, as an operator has it:
 * sessions on disk and its own limits, but for longer queues. For tests of others that need a
 * broker.
 */
public final class HiveMqOnDisk {
  private static final String CONFIG =
      """
      <?xml version="1.0"?>
      <hivemq>
        <listeners>
          <tcp-listener><port>%d</port><bind-address>127.0.0.1</bind-address></tcp-listener>
        </listeners>
        <mqtt>
          <queued-messages><max-queue-size>100000</max-queue-size></queued-messages>
        </mqtt>
        <persistence><mode>file</mode></persistence>
        <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
      </hivemq>
      """;

  private HiveMqOnDisk() {}

  /**
   * @param arguments port, and a folder: empty, or one that an earlier process had
   */
  public static void main(String[] arguments) throws IOException {
    ConfiguredBroker.start(Path.of(arguments[1]), CONFIG.formatted(Integer.parseInt(arguments[0])));
  }
}
