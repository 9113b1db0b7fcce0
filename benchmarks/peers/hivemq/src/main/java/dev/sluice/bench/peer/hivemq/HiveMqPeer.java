package dev.sluice.bench.peer.hivemq;

import com.hivemq.configuration.service.InternalConfigurations;
import java.io.IOException;
import java.nio.file.Path;

/**
 * HiveMQ CE on one port of 127.0.0.1 until the process is told to stop: everything in memory, the
 * limits that would throttle the load raised.
 */
public final class HiveMqPeer {
  private static final int IN_FLIGHT_MAX = 1024;
  private static final int NOT_WRITABLE_QUEUE = 100_000;

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
        <persistence><mode>in-memory</mode></persistence>
        <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
      </hivemq>
      """;

  private HiveMqPeer() {}

  /**
   * @param arguments port and an empty folder
   */
  public static void main(String[] arguments) throws IOException {
    InternalConfigurations.MAX_INFLIGHT_WINDOW_SIZE_MESSAGES = IN_FLIGHT_MAX;
    InternalConfigurations.NOT_WRITABLE_QUEUE_SIZE.set(NOT_WRITABLE_QUEUE);
    ConfiguredBroker.start(Path.of(arguments[1]), CONFIG.formatted(Integer.parseInt(arguments[0])));
  }
}
