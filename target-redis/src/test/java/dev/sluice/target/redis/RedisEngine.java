package dev.sluice.target.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

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
import redis.clients.jedis.Jedis;

/** A redis-server of the test's own, which writes each entry to disk before it answers. */
public final class RedisEngine implements TargetEngine {
  /** That of Debian. */
  public static final Path BINARY = Path.of("/usr/bin/redis-server");

  private final Path folder;
  private final int port;
  private final List<String> lines;
  private Optional<Process> process = Optional.empty();

  /** In the clear, for everybody on this machine. */
  public RedisEngine(Path folder) throws IOException {
    this(folder, List.of("port %d"));
  }

  /**
   * @param lines of its configuration, in which {@code %d} stands for its port
   */
  RedisEngine(Path folder, List<String> lines) throws IOException {
    this.lines = lines;
    this.folder = folder;
    try (ServerSocket free = new ServerSocket(0)) {
      this.port = free.getLocalPort();
    }
  }

  @Override
  public void start() throws IOException {
    var config = new ArrayList<String>();
    lines.forEach(line -> config.add(line.formatted(port)));
    config.addAll(
        List.of(
            "bind 127.0.0.1",
            "dir " + folder,
            "save \"\"",
            "appendonly yes",
            "appendfsync always"));
    Path file = Files.write(folder.resolve("redis.conf"), config);
    Path log = folder.resolve("redis.log");
    process =
        Optional.of(
            new ProcessBuilder(BINARY.toString(), file.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
    await().atMost(Duration.ofSeconds(20)).until(this::listens);
  }

  /** Its log says so, whatever it wants of its clients. */
  private boolean listens() throws IOException {
    return Files.readString(folder.resolve("redis.log")).contains("Ready to accept connections");
  }

  public int port() {
    return port;
  }

  private Jedis client() {
    return new Jedis("127.0.0.1", port);
  }

  @Override
  public void kill() throws InterruptedException {
    Process running = process.orElseThrow();
    running.destroyForcibly();
    running.waitFor();
  }

  @Override
  public Target open(long recordBytesMax) {
    TargetKind kind =
        ServiceLoader.load(TargetKind.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(found -> found.name().equals("redis"))
            .findFirst()
            .orElseThrow();
    return kind.open(
        Map.of("port", Integer.toString(port), "record-bytes-max", Long.toString(recordBytesMax)));
  }

  @Override
  public void poison(String destination) {
    try (Jedis jedis = client()) {
      jedis.set(destination, "no stream");
    }
  }

  @Override
  public List<Held> held(String destination) {
    List<Held> held = new ArrayList<>();
    try (Jedis jedis = client()) {
      for (Object entry : jedis.xrange(bytes(destination), bytes("-"), bytes("+"))) {
        held.add(held(entry));
      }
    }
    return held;
  }

  /** An entry is its identifier and a list of names and values in turn. */
  private static Held held(Object entry) {
    List<?> flat = (List<?>) ((List<?>) entry).get(1);
    Map<String, byte[]> fields = new HashMap<>();
    for (int i = 0; i < flat.size(); i += 2) {
      fields.put(new String((byte[]) flat.get(i), UTF_8), (byte[]) flat.get(i + 1));
    }
    return new Held(
        new String(fields.get("id"), UTF_8),
        new String(fields.get("key"), UTF_8),
        fields.get("payload"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Override
  public void close() throws InterruptedException {
    if (process.isPresent()) {
      kill();
    }
  }
}
