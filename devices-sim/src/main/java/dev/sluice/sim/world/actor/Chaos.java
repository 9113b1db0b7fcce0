package dev.sluice.sim.world.actor;

import dev.sluice.sim.world.actor.Leg.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Strikes out of the blue, until it is told to stop. */
final class Chaos {
  private static final long MS = 1_000_000;

  private final Timeline timeline;
  private final Trace trace;
  private final Faults faults;
  private final SplittableRandom random;
  private final long periodNanos;
  private final List<Device> devices;
  private final EdgeHost edge;
  private final CloudHost cloud;
  private final Hop hop;
  private final List<Leg> legs;
  private final Optional<EdgeStore> store;
  private final List<Fault> repertoire = new ArrayList<>();

  Chaos(
      Surroundings world,
      long periodNanos,
      List<Device> devices,
      EdgeHost edge,
      CloudHost cloud,
      Hop hop,
      List<Leg> legs,
      Optional<EdgeStore> store) {
    this.timeline = world.timeline();
    this.trace = world.trace();
    this.faults = world.faults();
    this.random = world.random().split();
    this.periodNanos = periodNanos;
    this.devices = devices;
    this.edge = edge;
    this.cloud = cloud;
    this.hop = hop;
    this.legs = legs;
    this.store = store;
    for (Fault fault : Fault.values()) {
      if (faults.has(fault) && strikesOutOfTheBlue(fault)) {
        repertoire.add(fault);
      }
    }
  }

  private static boolean strikesOutOfTheBlue(Fault fault) {
    return fault.compareTo(Fault.MODEL_FAILURE) < 0
        || (Fault.ofDisk().contains(fault) && fault != Fault.CRASH_AT_START);
  }

  void start() {
    if (!repertoire.isEmpty()) {
      timeline.after(1 + random.nextLong(2 * periodNanos), this::next);
    }
  }

  private void next() {
    Fault fault = repertoire.get(random.nextInt(repertoire.size()));
    if (!faults.has(fault)) {
      return;
    }
    strike(fault);
    start();
  }

  private void strike(Fault fault) {
    Device device = devices.get(random.nextInt(devices.size()));
    Leg leg = legs.get(random.nextInt(legs.size()));
    switch (fault) {
      case DISCONNECT, BREAK, HALF_OPEN, TAKE_OVER, CLOG, ABSENCE -> strike(fault, device);
      case DISK_FULL, DISK_FAILS, DISK_READ_ONLY, DISK_LIES ->
          store.ifPresent(kept -> strike(fault, kept));
      case CLOCK_JUMP ->
          store.ifPresent(kept -> struck(fault, "edge", kept.setTheClock() + " days"));
      case EDGE_CRASH -> crashEdge();
      case CLOUD_CRASH -> crashCloud();
      case HOP_CRASH -> crashHop();
      case UPLINK_BREAK -> edge.running().ifPresent(process -> broken(fault, process));
      case PARTITION -> {
        long length = upTo(4_000);
        struck(fault, "link", length / MS + " ms");
        leg.block(Way.UP, length);
        leg.block(Way.DOWN, length);
      }
      case ONE_WAY_PARTITION -> {
        long length = upTo(4_000);
        struck(fault, "link", length / MS + " ms");
        leg.block(random.nextBoolean() ? Way.UP : Way.DOWN, length);
      }
      case UPLINK_CLOG -> {
        long length = upTo(2_500);
        struck(fault, "link", length / MS + " ms");
        leg.clog(length);
      }
      default -> {
        // Strikes where it is met: on the link, in a model, in a payload.
      }
    }
  }

  private void strike(Fault fault, Device device) {
    Optional<DeviceLink> link = device.link();
    if (link.isEmpty()) {
      return;
    }
    struck(fault, device.name(), "");
    switch (fault) {
      case DISCONNECT -> device.disconnect();
      case BREAK -> link.get().breakDown(upTo(500), upTo(500));
      case HALF_OPEN -> link.get().breakDown(upTo(6_000), Long.MAX_VALUE);
      case TAKE_OVER -> device.takeOver();
      case CLOG -> link.get().clog(upTo(2_500));
      default -> device.leave(upTo(12_000));
    }
  }

  private void strike(Fault fault, EdgeStore kept) {
    long length = upTo(4_000);
    struck(fault, "edge", length / MS + " ms");
    kept.strike(fault, length);
  }

  private void broken(Fault fault, EdgeProcess process) {
    struck(fault, "edge", "");
    process.breakUplink();
  }

  private void crashEdge() {
    if (edge.running().isPresent()) {
      struck(Fault.EDGE_CRASH, "edge", "");
      edge.crash();
      store.ifPresent(EdgeStore::crashed);
      timeline.after(upTo(3_000), edge::start);
    }
  }

  private void crashCloud() {
    if (cloud.running().isPresent()) {
      struck(Fault.CLOUD_CRASH, "cloud", "");
      cloud.crash();
      timeline.after(upTo(5_000), cloud::start);
    }
  }

  private void crashHop() {
    if (hop.isRunning()) {
      struck(Fault.HOP_CRASH, "hop", "");
      hop.crash(random.nextBoolean());
      timeline.after(upTo(3_000), hop::restart);
    }
  }

  private void struck(Fault fault, String who, String how) {
    faults.count(fault);
    trace.add("chaos", fault.word(), who + " " + how);
  }

  private long upTo(long millis) {
    return 1 + random.nextLong(millis * MS);
  }
}
