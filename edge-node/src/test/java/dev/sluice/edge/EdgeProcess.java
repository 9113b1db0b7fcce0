package dev.sluice.edge;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** An edge node in a process of its own, without models, that can be killed and started again. */
final class EdgeProcess implements AutoCloseable {
  private static final String YAML =
      """
      node: {id: crash-gateway}
      admin: {port: 0}
      uplink: {enabled: false}
      journal: {dir: journal, max-size: 64MB, segment-size: 256KB}
      """;

  /** Stands for the cloud's broker. */
  private static final String HOP =
      """
      node: {id: hop}
      admin: {port: 0}
      uplink: {enabled: false}
      """;

  private final Path folder;
  private final String heap;
  private final int port;
  private Optional<Process> process = Optional.empty();

  EdgeProcess(Path folder) throws IOException {
    this(folder, YAML, "96m");
  }

  /**
   * @param heap as {@code -Xmx} has it
   */
  EdgeProcess(Path folder, String yaml, String heap) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.heap = heap;
    Files.writeString(folder.resolve("edge.yaml"), yaml);
    Files.writeString(
        folder.resolve("java.args"), "-cp \"" + System.getProperty("java.class.path") + "\"");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
  }

  /** What another node's uplink leads to; in the folder {@code hop} of that one. */
  static EdgeProcess hop(Path folder, String heap) throws IOException {
    return new EdgeProcess(folder.resolve("hop"), HOP, heap);
  }

  int port() {
    return port;
  }

  Path journal() {
    return folder.resolve("journal");
  }

  /** Returns when it serves; an error says what it said instead. */
  void start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx" + heap, "-XX:TieredStopAtLevel=1"));
    command.add("@" + folder.resolve("java.args"));
    command.addAll(List.of(EdgeNode.class.getName(), "--config"));
    command.addAll(List.of(folder.resolve("edge.yaml").toString(), "--port", "" + port));
    command.addAll(List.of("--data", folder.toString()));
    Process started =
        new ProcessBuilder(command).redirectError(folder.resolve("stderr.txt").toFile()).start();
    process = Optional.of(started);
    BufferedReader out = started.inputReader();
    String line = out.readLine();
    if (line == null || !line.startsWith("ready ")) {
      throw new IOException(
          "the edge node did not start: " + Files.readString(folder.resolve("stderr.txt")));
    }
  }

  /** What the processors have spent on it since it was started. */
  Duration processorTime() {
    return process.orElseThrow().info().totalCpuDuration().orElseThrow();
  }

  /** As the reload of a service manager does it. */
  void hangUp() throws Exception {
    List<String> command = List.of("kill", "-HUP", "" + process.orElseThrow().pid());
    Process sent = new ProcessBuilder(command).inheritIO().start();
    if (!sent.waitFor(10, TimeUnit.SECONDS) || sent.exitValue() != 0) {
      throw new IOException("cannot send SIGHUP");
    }
  }

  /** As kill -9 does it. */
  void kill() throws InterruptedException {
    Process running = process.orElseThrow();
    running.destroyForcibly();
    if (!running.waitFor(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the edge node outlives SIGKILL");
    }
    process = Optional.empty();
  }

  /** Lines of its log with that word, of all its lives. */
  List<String> logLines(String word) throws IOException {
    return Files.readAllLines(folder.resolve("edge.log")).stream()
        .filter(line -> line.contains(word))
        .toList();
  }

  @Override
  public void close() {
    process.ifPresent(Process::destroyForcibly);
  }
}
