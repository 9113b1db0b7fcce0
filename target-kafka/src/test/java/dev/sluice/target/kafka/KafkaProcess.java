package dev.sluice.target.kafka;

import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Uuid;

/**
 * Kafka's server from its own jars, on spare ports of the loopback address. Its folder survives it.
 */
final class KafkaProcess {
  private static final String SERVER = "kafka.Kafka";
  private static final String STORAGE = "kafka.tools.StorageTool";

  /** What settings of the listener with TLS and passwords begin with. */
  static final String SECURED = "listener.name.secured.";

  private final Path folder;
  private final Path config;
  private final int clear = sparePort();
  private final int secured = sparePort();
  private Optional<Process> process = Optional.empty();

  /**
   * @param more settings of the server; those of {@link #SECURED} make a second listener
   */
  KafkaProcess(Path folder, Map<String, String> more) throws IOException {
    this.folder = folder;
    this.config = folder.resolve("server.properties");
    Properties server = server(more.keySet().stream().anyMatch(name -> name.startsWith(SECURED)));
    server.putAll(more);
    try (Writer writer = Files.newBufferedWriter(config)) {
      server.store(writer, null);
    }
  }

  /** Why there is none; empty when there is. */
  static Optional<String> missing() {
    try {
      Class.forName(SERVER, false, KafkaProcess.class.getClassLoader());
      return Optional.empty();
    } catch (ClassNotFoundException e) {
      return Optional.of("there is no Kafka server on the class path: run with -Pengines");
    }
  }

  private static int sparePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private Properties server(boolean withSecured) throws IOException {
    int controller = sparePort();
    String listeners = "CLEAR://127.0.0.1:" + clear;
    if (withSecured) {
      listeners += ",SECURED://127.0.0.1:" + secured;
    }
    var server = new Properties();
    server.put("process.roles", "broker,controller");
    server.put("node.id", "1");
    server.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
    server.put("controller.listener.names", "CONTROLLER");
    server.put("listeners", listeners + ",CONTROLLER://127.0.0.1:" + controller);
    server.put("advertised.listeners", listeners);
    server.put("inter.broker.listener.name", "CLEAR");
    server.put(
        "listener.security.protocol.map", "CLEAR:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURED:SASL_SSL");
    server.put("log.dirs", folder.resolve("log").toString());
    server.put("num.partitions", "3");
    server.put("offsets.topic.replication.factor", "1");
    // A node that was killed is let in again at once, and small.
    server.put("broker.session.timeout.ms", "1500");
    server.put("broker.heartbeat.interval.ms", "300");
    server.put("log.cleaner.enable", "false");
    return server;
  }

  String clear() {
    return "127.0.0.1:" + clear;
  }

  String secured() {
    return "127.0.0.1:" + secured;
  }

  void start() throws IOException, InterruptedException {
    if (!Files.exists(folder.resolve("log/meta.properties"))) {
      Process format =
          java(STORAGE, "format", "-t", Uuid.randomUuid().toString(), "-c", config.toString());
      if (!format.waitFor(60, TimeUnit.SECONDS) || format.exitValue() != 0) {
        throw new IOException("Kafka did not format its folder:\n" + log());
      }
    }
    process = Optional.of(java(SERVER, config.toString()));
  }

  private Process java(String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(words));
    File log = folder.resolve("kafka.log").toFile();
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  /** Always true, or it says why not. */
  boolean requireAlive() throws IOException {
    if (!process.orElseThrow().isAlive()) {
      throw new IOException("Kafka ended:\n" + log());
    }
    return true;
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("kafka.log"));
  }

  void signal(String name) throws IOException, InterruptedException {
    String pid = Long.toString(process.orElseThrow().pid());
    int exit = new ProcessBuilder("kill", "-" + name, pid).start().waitFor();
    if (exit != 0) {
      throw new IOException("kill -" + name + " ended with " + exit);
    }
  }

  /** At once, as by {@code kill -9}. */
  void kill() {
    process.ifPresent(running -> running.destroyForcibly().onExit().join());
  }
}
