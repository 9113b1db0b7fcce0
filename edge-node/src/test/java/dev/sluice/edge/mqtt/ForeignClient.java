package dev.sluice.edge.mqtt;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** MQTT clients that others wrote, as programs; each subscribes at QoS 2 and publishes once. */
enum ForeignClient {
  MOSQUITTO("Debian: mosquitto-clients") {
    @Override
    Set<Way> ways() {
      return EnumSet.of(Way.TCP);
    }

    @Override
    boolean isInstalled() {
      return onPath("mosquitto_pub") && onPath("mosquitto_sub");
    }

    @Override
    List<String> subscriber(URI broker, String version, String clientId, String filter) {
      return List.of(
          "stdbuf",
          "-oL",
          "mosquitto_sub",
          "-V",
          "mqttv" + version,
          "-h",
          broker.getHost(),
          "-p",
          "" + broker.getPort(),
          "-i",
          clientId,
          "-q",
          "2",
          "-t",
          filter);
    }

    @Override
    List<String> publisher(URI broker, String version, String topic, int qos, String payload) {
      return List.of(
          "mosquitto_pub",
          "-V",
          "mqttv" + version,
          "-h",
          broker.getHost(),
          "-p",
          "" + broker.getPort(),
          "-i",
          "pub",
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
    List<String> subscriber(URI broker, String version, String clientId, String filter) {
      // It flushes its output only when it goes to a terminal, or is told to by this.
      return List.of(
          "stdbuf",
          "-oL",
          "paho_c_sub",
          "-V",
          version,
          "-c",
          broker.toString(),
          "-i",
          clientId,
          "-q",
          "2",
          "-t",
          filter);
    }

    @Override
    List<String> publisher(URI broker, String version, String topic, int qos, String payload) {
      return List.of(
          "paho_c_pub",
          "-V",
          version,
          "-c",
          broker.toString(),
          "-i",
          "pub",
          "-q",
          "" + qos,
          "-t",
          topic,
          "-m",
          payload);
    }
  },

  PAHO_JAVA("Maven Central, always there") {
    @Override
    boolean isInstalled() {
      return true;
    }

    @Override
    List<String> subscriber(URI broker, String version, String clientId, String filter) {
      return java("sub", broker.toString(), version, clientId, filter);
    }

    @Override
    List<String> publisher(URI broker, String version, String topic, int qos, String payload) {
      return java("pub", broker.toString(), version, topic, "" + qos, payload);
    }

    private List<String> java(String... arguments) {
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      Stream<String> start =
          Stream.of(
              java,
              "-Xmx32m",
              "-XX:TieredStopAtLevel=1",
              "-Dfile.encoding=UTF-8",
              "-Dsun.jnu.encoding=UTF-8",
              "-cp",
              System.getProperty("java.class.path"),
              PahoJavaProgram.class.getName());
      return Stream.concat(start, Stream.of(arguments)).toList();
    }
  },

  PAHO_PYTHON("Debian: python3-paho-mqtt") {
    @Override
    boolean isInstalled() {
      return !Python.COMMAND.isEmpty();
    }

    @Override
    List<String> subscriber(URI broker, String version, String clientId, String filter) {
      return List.of(
          Python.COMMAND,
          script("python_client.py"),
          "sub",
          broker.toString(),
          version,
          clientId,
          filter);
    }

    @Override
    List<String> publisher(URI broker, String version, String topic, int qos, String payload) {
      return List.of(
          Python.COMMAND,
          script("python_client.py"),
          "pub",
          broker.toString(),
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
    List<String> subscriber(URI broker, String version, String clientId, String filter) {
      return List.of(
          "node", script("js_client.js"), "sub", broker.toString(), version, clientId, filter);
    }

    @Override
    List<String> publisher(URI broker, String version, String topic, int qos, String payload) {
      return List.of(
          "node",
          script("js_client.js"),
          "pub",
          broker.toString(),
          version,
          topic,
          "" + qos,
          payload);
    }
  };

  /** What carries the packets. */
  enum Way {
    TCP("tcp://127.0.0.1:%d"),
    WEB_SOCKET("ws://127.0.0.1:%d/mqtt");

    private final String form;

    Way(String form) {
      this.form = form;
    }

    URI to(int port) {
      return URI.create(form.formatted(port));
    }
  }

  private static final long PATIENCE_SECONDS = 20;

  private final String source;

  ForeignClient(String source) {
    this.source = source;
  }

  /** Where it can be had. */
  String source() {
    return source;
  }

  /** Those that it can go. */
  Set<Way> ways() {
    return EnumSet.allOf(Way.class);
  }

  abstract boolean isInstalled();

  /**
   * Prints each payload as a line, and goes on until it is ended.
   *
   * @param version 311 or 5
   */
  abstract List<String> subscriber(URI broker, String version, String clientId, String filter);

  abstract List<String> publisher(
      URI broker, String version, String topic, int qos, String payload);

  /** Runs it to its end; its exit code. */
  static int run(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("does not end: " + command);
    }
    return process.exitValue();
  }

  private static boolean onPath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(directory -> new File(directory, program).canExecute());
  }

  /** Asked once. */
  private static final class Python {
    /** The first one that has the client; a packaged one may not be the first on the path. */
    private static final String COMMAND =
        Stream.of("python3", "/usr/bin/python3")
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
