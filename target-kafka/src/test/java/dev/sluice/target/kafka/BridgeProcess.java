package dev.sluice.target.kafka;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ./sluice cloud} in a process that can be killed, with what the tests' class path has. */
final class BridgeProcess implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int PATIENCE_SECONDS = 20;

  private final Path folder;
  private final List<String> options;
  private Optional<Process> process = Optional.empty();
  private String ready = "";

  /**
   * @param options besides the file, such as {@code --port}
   */
  BridgeProcess(Path folder, String yaml, String... options) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.options = List.of(options);
    Files.writeString(folder.resolve("cloud.yaml"), yaml);
  }

  /** Returns when it serves; an error says what it said instead. */
  BridgeProcess start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("dev.sluice.cloud.CloudBridge");
    command.addAll(List.of("--config", folder.resolve("cloud.yaml").toString()));
    command.addAll(List.of("--set", "admin.port=0", "--data", folder.toString()));
    command.addAll(options);
    Path errors = folder.resolve("stderr.txt");
    Process started =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
            .start();
    process = Optional.of(started);
    BufferedReader out = started.inputReader(StandardCharsets.UTF_8);
    ready = Optional.ofNullable(out.readLine()).orElse("");
    if (!ready.startsWith("ready ")) {
      throw new IOException("the bridge did not start: " + Files.readString(errors));
    }
    return this;
  }

  /** What it said when it served. */
  String ready() {
    return ready;
  }

  /** What follows such a word in that line. */
  int port(String word) {
    Matcher at = Pattern.compile(word + "=127\\.0\\.0\\.1:(\\d+)").matcher(ready);
    if (!at.find()) {
      throw new IllegalStateException("no " + word + " in: " + ready);
    }
    return Integer.parseInt(at.group(1));
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port("admin") + path))
            .timeout(Duration.ofSeconds(10))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  boolean isReady() throws IOException, InterruptedException {
    return get("/health/ready").statusCode() == 200;
  }

  /** As kill -9 does it. */
  void kill() throws InterruptedException {
    end(process.orElseThrow().destroyForcibly());
  }

  private void end(Process running) throws InterruptedException {
    if (!running.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the bridge does not end");
    }
    process = Optional.empty();
  }

  @Override
  public void close() {
    process.ifPresent(running -> running.destroyForcibly().onExit().join());
  }
}
