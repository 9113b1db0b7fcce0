package dev.sluice.sim.demo;

import dev.sluice.sim.link.Bandwidth;
import dev.sluice.sim.link.LinkProxy;
import dev.sluice.sim.link.LinkSettings;
import dev.sluice.sim.link.LinkStats;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One trial with real processes: starts them, lets them warm up, brings the trouble, takes the
 * devices' report.
 */
record FieldRun(
    List<String> launcher,
    Path configs,
    Path folder,
    Children children,
    FieldTrial trial,
    FieldMeasure measure,
    Length length) {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration END_LIMIT = Duration.ofSeconds(60);
  private static final Duration TICK = Duration.ofMillis(50);

  /**
   * @param warmUp in which what is sent is not measured: a JVM runs its first thousand messages
   *     several times slower, and a gateway does that once in months
   * @param measured the time after it
   */
  record Length(Duration warmUp, Duration measured) {
    Duration whole() {
      return warmUp.plus(measured);
    }

    Length atMost(Duration limit) {
      return new Length(warmUp, measured.compareTo(limit) < 0 ? measured : limit);
    }
  }

  RunResult execute(Placement placement) throws DemoException, InterruptedException {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try {
      Files.createDirectories(folder);
      return execute(placement, vertx);
    } catch (IOException e) {
      throw new DemoException("cannot use the folder " + folder + ": " + e.getMessage(), e);
    } finally {
      children.stopAll();
      vertx.close().await();
    }
  }

  private RunResult execute(Placement placement, Vertx vertx)
      throws DemoException, InterruptedException {
    ProcessorSplit split = split();
    Child cloud = start("cloud", split.elsewhere(cloudWords()));
    int cloudPort = cloud.awaitReady(START_LIMIT).port("mqtt");
    LinkSettings settings = link();
    LinkProxy link =
        new LinkProxy(vertx, SocketAddress.inetSocketAddress(cloudPort, "127.0.0.1"), settings);
    int uplinkPort = link.listen(0).await();
    Child edge = start("edge", split.onGateway(edgeWords(uplinkPort, placement)));
    int edgePort = edge.awaitReady(START_LIMIT).port("mqtt");
    Path report = folder.resolve("devices.json");
    Child devices = start("devices", split.elsewhere(simWords(edgePort, report)));
    devices.awaitReady(START_LIMIT);
    LinkStats before = warmUp(devices, link);
    Thief thief = new Thief(children, split, folder);
    try (TroubleMaker trouble = new TroubleMaker(trial.trouble(), link, cloud, thief)) {
      watch(devices, trouble);
    }
    return RunResult.of(placement, devices, report, settings, link.stats().await().since(before));
  }

  /** Whose processor is taken is told apart; otherwise all that there are serve everybody. */
  private ProcessorSplit split() throws InterruptedException {
    return trial.trouble() == FieldTrial.Trouble.STOLEN_PROCESSOR
        ? ProcessorSplit.of(Runtime.getRuntime().availableProcessors())
        : ProcessorSplit.NONE;
  }

  private Child start(String name, List<String> command) throws DemoException {
    return children.start(name, command, folder, line -> {});
  }

  /** What the link has carried by then. */
  private LinkStats warmUp(Child devices, LinkProxy link) throws InterruptedException {
    if (length.warmUp().isZero()) {
      return LinkStats.NONE;
    }
    devices.awaitEnd(length.warmUp());
    return link.stats().await();
  }

  private void watch(Child devices, TroubleMaker trouble)
      throws DemoException, InterruptedException {
    long began = System.nanoTime();
    while (!devices.awaitEnd(TICK)) {
      Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
      if (elapsed.compareTo(length.measured().plus(END_LIMIT)) > 0) {
        throw devices.failure("did not end within " + END_LIMIT.toSeconds() + " s of its time");
      }
      double part = (double) elapsed.toNanos() / length.measured().toNanos();
      trouble.set(part >= 0.25 && part < 0.75);
    }
  }

  private LinkSettings link() {
    Bandwidth up = Bandwidth.mbps(trial.uplink(measure));
    return LinkSettings.of(trial.latency(), Duration.ZERO, 1)
        .withBandwidth(up, Bandwidth.unlimited());
  }

  /** Where the edge node records what it decides. */
  Path decisions() {
    return folder.resolve("decisions").toAbsolutePath();
  }

  private List<String> cloudWords() {
    return program("cloud", 0, List.of("admin.port=0"));
  }

  private List<String> edgeWords(int uplinkPort, Placement placement) {
    List<String> settings = new ArrayList<>(placement.settings());
    settings.add("admin.port=0");
    settings.add("decision-log.dir=" + decisions());
    settings.add("uplink.port=" + uplinkPort);
    settings.add("policy.routes.0.deadline=" + trial.deadline(measure).toMillis() + "ms");
    return program("edge", 0, settings);
  }

  private List<String> simWords(int edgePort, Path report) {
    List<String> words =
        program(
            "sim",
            edgePort,
            List.of(
                "warm-up=" + length.warmUp().toMillis() + "ms",
                "groups.0.count=" + FieldTrial.DEVICES,
                "groups.0.period=" + trial.period(measure).toMillis() + "ms",
                "groups.0.phase=" + (trial.bursts() ? "together" : "spread"),
                "groups.0.deadline=" + trial.deadline(measure).toMillis() + "ms"));
    words.addAll(List.of("--seconds", Long.toString(length.whole().toSeconds())));
    words.addAll(List.of("--seed", "1", "--report", report.toString()));
    return words;
  }

  private List<String> program(String name, int port, List<String> settings) {
    List<String> words = new ArrayList<>(launcher);
    words.addAll(List.of(name, "--config", configs.resolve(name + ".yaml").toString()));
    words.addAll(List.of("--port", Integer.toString(port)));
    settings.forEach(setting -> words.addAll(List.of("--set", setting)));
    return words;
  }
}
