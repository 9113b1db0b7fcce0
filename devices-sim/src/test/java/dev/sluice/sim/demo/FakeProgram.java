package dev.sluice.sim.demo;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.offload.Action;
import dev.sluice.offload.Circumstances;
import dev.sluice.offload.PlacementRequest;
import dev.sluice.offload.Privacy;
import dev.sluice.offload.Reason;
import dev.sluice.policy.log.DecisionLine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * Stands in for the edge node, the cloud bridge and the devices: speaks their lines and writes
 * their report, with one scenario's misbehaviour. Its first argument is the scenario.
 */
final class FakeProgram {
  private static final Map<String, Integer> CORRECT =
      Map.of("adaptive", 90, "edge-only", 60, "cloud-only", 50, "threshold", 80);

  private final String scenario;
  private final String name;
  private final List<String> options;

  private FakeProgram(String scenario, String name, List<String> options) {
    this.scenario = scenario;
    this.name = name;
    this.options = options;
  }

  /** The command that starts fakes of this scenario. */
  static List<String> launcher(String scenario) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        "-cp",
        System.getProperty("java.class.path"),
        FakeProgram.class.getName(),
        scenario);
  }

  public static void main(String[] arguments) throws Exception {
    List<String> words = Arrays.asList(arguments);
    new FakeProgram(words.get(0), words.get(1), words.subList(2, words.size())).run();
  }

  private void run() throws Exception {
    System.err.println("event=starting program=" + name);
    switch (name) {
      case "cloud" -> cloud();
      case "edge" -> edge();
      default -> devices();
    }
  }

  private void cloud() throws Exception {
    if (scenario.equals("cloud-dies")) {
      System.err.println("cloud.yaml:3:5: broker.port: must be <= 65535 (found 70000)");
      System.exit(2);
    }
    if (scenario.equals("stubborn")) {
      Runtime.getRuntime().addShutdownHook(new Thread(FakeProgram::forever));
    }
    ServerSocket server = serve("");
    System.out.println("ready mqtt=127.0.0.1:" + server.getLocalPort() + " admin=127.0.0.1:1");
    forever();
  }

  private void edge() throws Exception {
    ServerSocket server = serve(placement());
    HttpServer admin =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] status =
        "{\"link\":{\"state\":\"up\"},\"backlog\":{\"outbox\":7}}".getBytes(StandardCharsets.UTF_8);
    admin.createContext(
        "/api/status",
        exchange -> {
          exchange.sendResponseHeaders(200, status.length);
          exchange.getResponseBody().write(status);
          exchange.close();
        });
    admin.start();
    if (!scenario.equals("keeps-no-log")) {
      decide();
    }
    try (Socket uplink = connect(Integer.parseInt(setting("uplink.port")))) {
      uplink.getOutputStream().write(1);
      System.out.println(
          "ready mqtt=127.0.0.1:"
              + server.getLocalPort()
              + " admin=127.0.0.1:"
              + admin.getAddress().getPort());
      if (scenario.equals("edge-dies")) {
        new CountDownLatch(1).await(700, TimeUnit.MILLISECONDS);
        System.err.println("event=broken reason=planted");
        System.exit(3);
      }
      forever();
    }
  }

  /** Sixty messages, one each 16 ms, where the edge node is to record its decisions. */
  private void decide() throws IOException {
    Optional<Path> folder = optional("decision-log.dir").map(Path::of);
    if (folder.isPresent()) {
      Files.createDirectories(folder.get());
      Files.write(
          folder.get().resolve("decisions-0000000001.jsonl"),
          LongStream.range(0, 60).mapToObj(number -> decided(number * 16_000_000).json()).toList());
    }
  }

  /** Answered here, in time. */
  static DecisionLine decided(long at) {
    return new DecisionLine(
        0,
        "camera",
        1,
        new PlacementRequest(at, 0, at, at + 100_000_000, 1, 5, Privacy.CLOUD_OK, true),
        at,
        new Circumstances(true, true, false, 1, 0, 9, 1, 8, 1, 0, 0, 0, 0, false, 0, 0, 1, 1),
        Action.LOCAL,
        Reason.CHEAPER_LOCAL,
        1,
        1,
        "ok",
        "edge",
        "",
        1,
        Optional.empty());
  }

  private void devices() throws Exception {
    String placement;
    try (Socket edge = connect(Integer.parseInt(option("--port")))) {
      placement = new String(edge.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
    System.out.println("ready devices=2");
    if (scenario.equals("edge-dies")) {
      // Devices that go on: what ends the demonstration is the edge node's end, however fast.
      forever();
    }
    int seconds = Integer.parseInt(option("--seconds"));
    for (int tenth = 1; tenth <= 10 * seconds; tenth++) {
      new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
      System.out.println(progress(tenth));
    }
    boolean lossy = scenario.equals("lossy");
    if (!scenario.equals("no-report")) {
      Files.writeString(Path.of(option("--report")), report(placement, lossy ? 3 : 0));
    }
    System.exit(lossy ? 1 : 0);
  }

  private static String progress(int tenth) {
    return String.format(
        Locale.ROOT,
        "{\"t\":%.1f,\"published\":%d,\"acknowledged\":%d,\"results\":%d,"
            + "\"byPlacement\":{\"edge\":%d,\"cloud\":%d},\"p50Ms\":12.5,\"p99Ms\":80}",
        tenth / 10.0,
        10 * tenth,
        10 * tenth,
        10 * tenth,
        6 * tenth,
        4 * tenth);
  }

  private String report(String placement, int lost) {
    int correct = scenario.equals("beaten") ? 70 : CORRECT.getOrDefault(placement, 0);
    return String.format(
        Locale.ROOT,
        "{\"published\":100,\"acknowledged\":100,\"results\":100,"
            + "\"resultsByPlacement\":{\"edge\":60,\"cloud\":30,\"cache\":0,\"fallback\":10},"
            + "\"inferMsByPlacement\":{\"edge\":10.0,\"cloud\":8.0},"
            + "\"resultsByStatus\":{\"ok\":95,\"expired\":5},"
            + "\"lost\":%d,\"duplicates\":0,\"unanswered\":0,\"deadlineHitRatio\":0.97,"
            + "\"correctInDeadline\":%d,\"accuracy\":0.9,\"p50Ms\":12.5,\"p99Ms\":80.0,"
            + "\"seed\":%s,\"replay\":%s}",
        lost,
        correct,
        option("--seed"),
        options.contains("--replay"));
  }

  private static ServerSocket serve(String greeting) throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  Socket socket = server.accept();
                  socket.getOutputStream().write(greeting.getBytes(StandardCharsets.UTF_8));
                  if (!greeting.isEmpty()) {
                    socket.close();
                  }
                }
              } catch (IOException closed) {
                // The program ends.
              }
            });
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  private static Socket connect(int port) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  private String option(String option) {
    return options.get(options.indexOf(option) + 1);
  }

  private String placement() {
    return options.contains("policy.advanced.adaptive-by=threshold")
        ? "threshold"
        : setting("policy.placement");
  }

  private String setting(String key) {
    return optional(key).orElseThrow(() -> new IllegalArgumentException("no --set " + key));
  }

  private Optional<String> optional(String key) {
    return options.stream()
        .filter(word -> word.startsWith(key + "="))
        .map(word -> word.substring(key.length() + 1))
        .findFirst();
  }

  private static void forever() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
