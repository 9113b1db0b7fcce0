package dev.sluice.edge.mqtt;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** MQTT clients that others wrote, as programs; each subscribes at QoS 2 and publishes once. */
enum ForeignClient {
  MOSQUITTO("Debian: mosquitto-clients") {
    @Override
    boolean isInstalled() {
      return onPath("mosquitto_pub") && onPath("mosquitto_sub");
    }

    @Override
    List<String> subscriber(int port, String version, String topic, int count) {
      return List.of(
          "mosquitto_sub",
          "-V",
          "mqttv" + version,
          "-h",
          HOST,
          "-p",
          "" + port,
          "-i",
          "mosq-sub",
          "-q",
          "2",
          "-t",
          topic,
          "-C",
          "" + count);
    }

    @Override
    List<String> publisher(int port, String version, String topic, int qos, String payload) {
      return List.of(
          "mosquitto_pub",
          "-V",
          "mqttv" + version,
          "-h",
          HOST,
          "-p",
          "" + port,
          "-i",
          "mosq-pub",
          "-q",
          "" + qos,
          "-t",
          topic,
          "-m",
          payload);
    }
  },

  PAHO_C("Debian: paho.mqtt.c-examples") {
    @Override
    boolean isInstalled() {
      return onPath("paho_c_pub") && onPath("paho_c_sub");
    }

    @Override
    List<String> subscriber(int port, String version, String topic, int count) {
      // It flushes its output only when it goes to a terminal, or is told to by this.
      return List.of(
          "stdbuf",
          "-oL",
          "paho_c_sub",
          "-V",
          version,
          "-h",
          HOST,
          "-p",
          "" + port,
          "-i",
          "c-sub",
          "-q",
          "2",
          "-t",
          topic);
    }

    @Override
    List<String> publisher(int port, String version, String topic, int qos, String payload) {
      return List.of(
          "paho_c_pub",
          "-V",
          version,
          "-h",
          HOST,
          "-p",
          "" + port,
          "-i",
          "c-pub",
          "-q",
          "" + qos,
          "-t",
          topic,
          "-m",
          payload);
    }
  },

  PAHO_PYTHON("Debian: python3-paho-mqtt") {
    @Override
    boolean isInstalled() {
      return !python().isEmpty();
    }

    @Override
    List<String> subscriber(int port, String version, String topic, int count) {
      return List.of(
          python(), script("python_client.py"), "sub", "" + port, version, topic, "" + count);
    }

    @Override
    List<String> publisher(int port, String version, String topic, int qos, String payload) {
      return List.of(
          python(),
          script("python_client.py"),
          "pub",
          "" + port,
          version,
          topic,
          "" + qos,
          payload);
    }
  },

  MQTT_JS("npm: mqtt, found by node through NODE_PATH") {
    @Override
    boolean isInstalled() {
      return succeeds("node", "-e", "require('mqtt')");
    }

    @Override
    List<String> subscriber(int port, String version, String topic, int count) {
      return List.of("node", script("js_client.js"), "sub", url(port), version, topic, "" + count);
    }

    @Override
    List<String> publisher(int port, String version, String topic, int qos, String payload) {
      return List.of(
          "node", script("js_client.js"), "pub", url(port), version, topic, "" + qos, payload);
    }

    private String url(int port) {
      return "mqtt://" + HOST + ":" + port;
    }
  };

  private static final String HOST = "127.0.0.1";
  private static final long PATIENCE_SECONDS = 20;

  private final String source;

  ForeignClient(String source) {
    this.source = source;
  }

  /** Where it can be had. */
  String source() {
    return source;
  }

  abstract boolean isInstalled();

  /**
   * @param version 311 or 5
   */
  abstract List<String> subscriber(int port, String version, String topic, int count);

  abstract List<String> publisher(int port, String version, String topic, int qos, String payload);

  static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Runs it to its end; its exit code. */
  static int run(List<String> command) throws Exception {
    Process process = start(command);
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("does not end: " + command);
    }
    return process.exitValue();
  }

  /** The next lines that are payloads. */
  static List<String> payloads(Process subscriber, int count) throws IOException {
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(subscriber.getInputStream(), StandardCharsets.UTF_8));
    List<String> payloads = new ArrayList<>();
    while (payloads.size() < count) {
      String line = lines.readLine();
      if (line == null) {
        return payloads;
      }
      if (line.startsWith("payload ")) {
        payloads.add(line);
      }
    }
    return payloads;
  }

  private static boolean onPath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(directory -> new File(directory, program).canExecute());
  }

  /** The first Python that has the client; a packaged one may not be the first on the path. */
  private static String python() {
    return Stream.of("python3", "/usr/bin/python3")
        .filter(python -> succeeds(python, "-c", "import paho.mqtt.client"))
        .findFirst()
        .orElse("");
  }

  private static boolean succeeds(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException notThere) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String script(String name) {
    try {
      return Path.of(ForeignClient.class.getResource("/interop/" + name).toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
