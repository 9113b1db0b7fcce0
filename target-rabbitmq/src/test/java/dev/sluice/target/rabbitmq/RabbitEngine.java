package dev.sluice.target.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import dev.sluice.target.Target;
import dev.sluice.target.TargetEngine;
import dev.sluice.target.TargetKind;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A RabbitMQ of the test's own: node name, ports, folders and port mapper of the machine's one are
 * not touched.
 */
public final class RabbitEngine implements TargetEngine {
  public static final Path BINARY = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path folder;
  private final int port;
  private final int distributionPort;
  private final int mapperPort;
  private final List<String> lines;
  private final String plugins;
  private Optional<Process> process = Optional.empty();

  /**
   * @param lines of its configuration, in which {@code %d} stands for its port
   */
  RabbitEngine(Path folder, List<String> lines) throws IOException {
    this(folder, "", lines);
  }

  private RabbitEngine(Path folder, String plugins, List<String> lines) throws IOException {
    this.folder = folder;
    this.plugins = plugins;
    this.lines = lines;
    this.port = freePort();
    this.distributionPort = freePort();
    this.mapperPort = freePort();
  }

  static RabbitEngine plain(Path folder) throws IOException {
    return new RabbitEngine(folder, List.of("listeners.tcp.default = 127.0.0.1:%d"));
  }

  /**
   * A broker of MQTT 3.1.1 as well.
   *
   * @param mqttPort where it is that
   */
  public static RabbitEngine withMqtt(Path folder, int mqttPort) throws IOException {
    return new RabbitEngine(
        folder,
        "rabbitmq_mqtt",
        List.of(
            "listeners.tcp.default = 127.0.0.1:%d",
            "mqtt.listeners.tcp.default = 127.0.0.1:" + mqttPort));
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  @Override
  public void start() throws IOException {
    Path config = folder.resolve("rabbitmq.conf");
    Files.write(config, lines.stream().map(line -> line.formatted(port)).toList());
    Files.writeString(folder.resolve("plugins"), "[" + plugins + "].");
    var builder =
        new ProcessBuilder(BINARY.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("console.log").toFile());
    builder.environment().putAll(environment(config));
    process = Optional.of(builder.start());
    await().atMost(PATIENCE).until(this::isUp);
  }

  private Map<String, String> environment(Path config) {
    Map<String, String> variables = new HashMap<>();
    variables.put("HOME", folder.toString());
    variables.put("RABBITMQ_NODENAME", "sluice" + port + "@localhost");
    variables.put("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
    variables.put("RABBITMQ_DIST_PORT", Integer.toString(distributionPort));
    variables.put("ERL_EPMD_PORT", Integer.toString(mapperPort));
    variables.put("ERL_EPMD_ADDRESS", "127.0.0.1");
    variables.put("RABBITMQ_CONFIG_FILE", config.toString());
    variables.put("RABBITMQ_CONF_ENV_FILE", folder.resolve("none").toString());
    variables.put("RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("plugins").toString());
    variables.put("RABBITMQ_MNESIA_BASE", folder.resolve("mnesia").toString());
    variables.put("RABBITMQ_LOG_BASE", folder.resolve("log").toString());
    return variables;
  }

  private boolean isUp() throws IOException {
    if (!process.orElseThrow().isAlive()) {
      throw new IOException(
          "it has ended: " + Files.readString(folder.resolve("console.log"), UTF_8));
    }
    return Files.readString(folder.resolve("console.log"), UTF_8)
        .contains("Starting broker... completed");
  }

  /** With the machine that runs it, which is a child of the script. */
  @Override
  public void kill() throws InterruptedException {
    Process running = process.orElseThrow();
    List<ProcessHandle> all = running.descendants().toList();
    running.destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
    running.waitFor();
    for (ProcessHandle child : all) {
      await().atMost(PATIENCE).until(() -> !child.isAlive());
    }
  }

  @Override
  public Target open(long recordBytesMax) {
    return open(Map.of("record-bytes-max", Long.toString(recordBytesMax)));
  }

  /** With further settings. */
  Target open(Map<String, String> more) {
    TargetKind kind =
        ServiceLoader.load(TargetKind.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(found -> found.name().equals("rabbitmq"))
            .findFirst()
            .orElseThrow();
    Map<String, String> settings = new HashMap<>(Map.of("port", Integer.toString(port)));
    settings.putAll(more);
    return kind.open(settings);
  }

  /** Somebody's own queue of that name, with other properties. */
  @Override
  public void poison(String destination) throws IOException, TimeoutException {
    declare(destination, Map.of("x-max-length", 0, "x-overflow", "reject-publish"));
  }

  void declare(String queue, Map<String, Object> arguments) throws IOException, TimeoutException {
    try (Connection connection = client()) {
      connection.createChannel().queueDeclare(queue, true, false, false, arguments);
    }
  }

  private Connection client() throws IOException, TimeoutException {
    var factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(port);
    factory.setAutomaticRecoveryEnabled(false);
    return factory.newConnection("test");
  }

  /** Reads without acknowledgement, so that all return to the queue. */
  @Override
  public List<Held> held(String destination) throws IOException, TimeoutException {
    List<Held> held = new ArrayList<>();
    try (Connection connection = client()) {
      Channel channel = connection.createChannel();
      GetResponse next = channel.basicGet(destination, false);
      while (next != null) {
        held.add(
            new Held(
                next.getProps().getMessageId(),
                next.getProps().getHeaders().get("x-key").toString(),
                next.getBody()));
        next = channel.basicGet(destination, false);
      }
    }
    return held;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    if (process.isPresent()) {
      kill();
      Process mapper =
          new ProcessBuilder("epmd", "-port", Integer.toString(mapperPort), "-kill")
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("mapper.log").toFile())
              .start();
      mapper.waitFor(10, TimeUnit.SECONDS);
    }
  }
}
