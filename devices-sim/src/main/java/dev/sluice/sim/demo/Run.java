package dev.sluice.sim.demo;

import dev.sluice.sim.link.LinkProxy;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One run with one placement: starts the programs, cuts the uplink for a while, takes the report.
 */
final class Run {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(60);
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration BETWEEN_MOMENTS = Duration.ofSeconds(1);

  private final Plan plan;
  private final Placement placement;
  private final Path folder;
  private final Children children;
  private final View view;
  private final CommandLines commands;
  private final AtomicReference<Progress> latest = new AtomicReference<>(Progress.NONE);

  private Progress shown = Progress.NONE;
  private Phase phase = Phase.BEFORE;

  /**
   * @param folder for the logs and the devices' report
   */
  Run(Plan plan, Placement placement, Path folder, Children children, View view) {
    this.plan = plan;
    this.placement = placement;
    this.folder = folder;
    this.children = children;
    this.view = view;
    this.commands = new CommandLines(plan);
  }

  RunResult execute() throws DemoException, InterruptedException {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try {
      Files.createDirectories(folder);
      return execute(vertx);
    } catch (IOException e) {
      throw new DemoException("cannot use the folder " + folder + ": " + e.getMessage(), e);
    } finally {
      children.stopAll();
      vertx.close().await();
    }
  }

  private RunResult execute(Vertx vertx) throws DemoException, InterruptedException {
    Child cloud = children.start("cloud", commands.cloud(), folder, line -> {});
    int cloudPort = cloud.awaitReady(START_LIMIT).port("mqtt");
    SocketAddress target = SocketAddress.inetSocketAddress(cloudPort, "127.0.0.1");
    LinkProxy link = new LinkProxy(vertx, target, plan.link());
    int uplinkPort = link.listen(0).await();
    Child edge = children.start("edge", commands.edge(uplinkPort, placement), folder, line -> {});
    ReadyLine serving = edge.awaitReady(START_LIMIT);
    Path report = folder.resolve("devices.json");
    Child devices =
        children.start(
            "devices",
            commands.sim(serving.port("mqtt"), report),
            folder,
            line -> Progress.parse(line).ifPresent(latest::set));
    devices.awaitReady(START_LIMIT);
    view.note(addresses(serving.port("mqtt"), serving.port("admin"), uplinkPort, cloudPort));
    watch(devices, edge, cloud, link, new AdminClient(serving.port("admin")));
    return RunResult.of(placement, devices, report, plan.link(), link.stats().await());
  }

  private String addresses(int mqtt, int admin, int uplink, int cloud) {
    return "%s placement: edge node on port %d (status page http://127.0.0.1:%d/), uplink %d -> %d"
        .formatted(placement.word(), mqtt, admin, uplink, cloud);
  }

  private void watch(Child devices, Child edge, Child cloud, LinkProxy link, AdminClient admin)
      throws DemoException, InterruptedException {
    long began = System.nanoTime();
    Duration nextMoment = Duration.ZERO;
    Duration limit = plan.length().plus(DRAIN_LIMIT);
    while (!devices.awaitEnd(TICK)) {
      Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
      requireAlive(edge);
      requireAlive(cloud);
      enter(phaseAt(elapsed), link);
      if (elapsed.compareTo(limit) > 0) {
        throw devices.failure("did not end within " + limit.toSeconds() + " s");
      }
      if (elapsed.compareTo(nextMoment) >= 0) {
        nextMoment = nextMoment.plus(BETWEEN_MOMENTS);
        show(elapsed, admin);
      }
    }
    requireAlive(edge);
    requireAlive(cloud);
  }

  private static void requireAlive(Child child) throws DemoException {
    if (!child.isAlive()) {
      throw child.endedEarly();
    }
  }

  private Phase phaseAt(Duration elapsed) {
    if (elapsed.compareTo(plan.cutAt()) < 0) {
      return Phase.BEFORE;
    }
    if (elapsed.compareTo(plan.restoreAt()) < 0) {
      return Phase.CUT;
    }
    return elapsed.compareTo(plan.length()) < 0 ? Phase.AFTER : Phase.DRAINING;
  }

  private void enter(Phase next, LinkProxy link) {
    if (next == phase) {
      return;
    }
    if (next == Phase.CUT) {
      link.cut(plan.outage()).await();
      view.note("-- the uplink is cut --");
    } else if (phase == Phase.CUT) {
      link.restore().await();
      view.note("-- the uplink is back --");
    }
    phase = next;
  }

  private void show(Duration elapsed, AdminClient admin) throws InterruptedException {
    Progress total = latest.get();
    view.show(new Moment(elapsed, phase, total, total.since(shown), admin.read()));
    shown = total;
  }
}
