package dev.sluice.sim.forward;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** One of the two programs as packaged, in a process that can be killed and started again. */
public final class ProgramProcess implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;

  private final String mainClass;
  private final String classPath;
  private final Path folder;
  private final int port;
  private final boolean listens;
  private Optional<Process> process = Optional.empty();
  private int starts;
  private String readyLine = "";

  private ProgramProcess(List<String> modules, String mainClass, Path folder, String yaml)
      throws IOException {
    this(modules, mainClass, folder, yaml, freePort(), true);
  }

  private ProgramProcess(
      List<String> modules, String mainClass, Path folder, String yaml, int port, boolean listens)
      throws IOException {
    this.port = port;
    this.listens = listens;
    this.mainClass = mainClass;
    this.folder = Files.createDirectories(folder);
    this.classPath =
        modules.stream().map(ProgramProcess::classPathOf).collect(Collectors.joining(":"));
    Files.writeString(folder.resolve("program.yaml"), yaml);
  }

  public static ProgramProcess edge(Path folder, String yaml) throws IOException {
    return new ProgramProcess(List.of("edge-node"), "dev.sluice.edge.EdgeNode", folder, yaml);
  }

  public static ProgramProcess cloud(Path folder, String yaml) throws IOException {
    return cloud(folder, yaml, List.of());
  }

  /**
   * @param engines modules that it finds on its class path
   */
  public static ProgramProcess cloud(Path folder, String yaml, List<String> engines)
      throws IOException {
    return new ProgramProcess(withEngines(engines), "dev.sluice.cloud.CloudBridge", folder, yaml);
  }

  private static List<String> withEngines(List<String> engines) {
    List<String> modules = new ArrayList<>(List.of("cloud-bridge"));
    modules.addAll(engines);
    return modules;
  }

  /** A worker of a backbone: nobody connects to it. */
  public static ProgramProcess worker(Path folder, String yaml, List<String> engines)
      throws IOException {
    return new ProgramProcess(
        withEngines(engines), "dev.sluice.cloud.CloudBridge", folder, yaml, 0, false);
  }

  /**
   * A bridge whose broker is another program.
   *
   * @param brokerPort of that
   */
  public static ProgramProcess cloudAt(int brokerPort, Path folder, String yaml)
      throws IOException {
    return new ProgramProcess(
        List.of("cloud-bridge"), "dev.sluice.cloud.CloudBridge", folder, yaml, brokerPort, false);
  }

  private static String classPathOf(String module) {
    Path jar =
        Path.of(
            System.getProperty("sluice.root"), module, "target", module + "-0.1.0-SNAPSHOT.jar");
    assumeTrue(
        Files.exists(jar) && Files.isDirectory(jar.resolveSibling("lib")),
        "skipped: " + jar + " is not packaged: run ./mvnw verify, or package it before");
    return jar + ":" + jar.resolveSibling("lib") + "/*";
  }

  public static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  public int port() {
    return port;
  }

  /** Times that it served. */
  public int starts() {
    return starts;
  }

  /** Returns when it serves; an error says what it said instead. */
  public void start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx96m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", classPath, mainClass));
    command.addAll(List.of("--config", folder.resolve("program.yaml").toString()));
    if (listens) {
      command.addAll(List.of("--port", Integer.toString(port)));
    }
    command.addAll(List.of("--set", "admin.port=0"));
    command.addAll(List.of("--data", folder.toString()));
    Path errors = folder.resolve("stderr.txt");
    Process started =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
            .start();
    process = Optional.of(started);
    BufferedReader out = started.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    if (line == null || !line.startsWith("ready ")) {
      throw new IOException(mainClass + " did not start: " + Files.readString(errors));
    }
    readyLine = line;
    starts++;
  }

  /** What it said when it served. */
  public String readyLine() {
    return readyLine;
  }

  /** As kill -9 does it. */
  public void kill() throws InterruptedException {
    end(process.orElseThrow().destroyForcibly());
  }

  /** As it is asked to. */
  public void stop() throws InterruptedException {
    Process running = process.orElseThrow();
    running.toHandle().destroy();
    end(running);
  }

  private void end(Process running) throws InterruptedException {
    if (!running.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(mainClass + " does not end");
    }
    process = Optional.empty();
  }

  @Override
  public void close() {
    process.ifPresent(Process::destroyForcibly);
  }
}
