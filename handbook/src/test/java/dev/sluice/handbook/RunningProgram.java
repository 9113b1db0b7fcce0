package dev.sluice.handbook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program as the launcher starts it, on free ports. */
final class RunningProgram implements AutoCloseable {
  private static final Pattern READY =
      Pattern.compile("ready mqtt=\\S+:([0-9]+) admin=\\S+:([0-9]+).*");
  private static final long SECONDS_MAX = 20;

  private final Process process;
  private final int mqttPort;
  private final int adminPort;

  private RunningProgram(Process process, int mqttPort, int adminPort) {
    this.process = process;
    this.mqttPort = mqttPort;
    this.adminPort = adminPort;
  }

  /**
   * @param data where it writes
   */
  static RunningProgram start(String name, Path data, String... settings) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Repository.root().resolve("sluice").toString());
    words.addAll(List.of(name, "--port", "0", "--data", data.toString(), "--set", "admin.port=0"));
    for (String setting : settings) {
      words.addAll(List.of("--set", setting));
    }
    ProcessBuilder start = new ProcessBuilder(words).redirectErrorStream(true);
    start.environment().put("SLUICE_NO_BUILD", "1");
    Process process = start.start();
    StringBuilder said = new StringBuilder();
    BufferedReader lines = process.inputReader(UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.matches()) {
        return new RunningProgram(
            process, Integer.parseInt(ready.group(1)), Integer.parseInt(ready.group(2)));
      }
      said.append(line).append('\n');
    }
    throw new IOException(name + " did not start:\n" + said);
  }

  int mqttPort() {
    return mqttPort;
  }

  int adminPort() {
    return adminPort;
  }

  String scrape() throws IOException, InterruptedException {
    URI metrics = URI.create("http://127.0.0.1:" + adminPort + "/metrics");
    // An upgrade to HTTP/2 is one more thing that may fail, and Prometheus asks for none.
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .build()
        .send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, SECONDS_MAX, TimeUnit.SECONDS).join();
    process.destroyForcibly();
  }
}
