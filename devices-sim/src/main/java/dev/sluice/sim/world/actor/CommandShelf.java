package dev.sluice.sim.world.actor;

import dev.sluice.sim.world.check.Content;
import dev.sluice.sim.world.check.DownLedger;
import dev.sluice.sim.world.disk.DownDisk;
import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.forward.ForwardKind;
import dev.sluice.uplink.forward.Grant;
import dev.sluice.uplink.forward.LaneSender;
import dev.sluice.uplink.forward.Subscription;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * The way down in the cloud, life after life on one disk: an operator's commands are kept for the
 * edge and sent to it.
 */
final class CommandShelf {
  private static final long NANOS_PER_MS = 1_000_000;
  private static final long PERIOD_NANOS = 300 * NANOS_PER_MS;
  private static final int TOPICS = 3;

  private final ForwardDraw draw;
  private final DownDisk disk;
  private final Timeline timeline;
  private final Trace trace;
  private final Seams seams;
  private final SplittableRandom random;
  private final DownLedger ledger;
  private boolean silent;

  // The operator, who repeats what was not acknowledged.
  private long number;
  private boolean repeats;
  private Optional<ForwardedMessage> command = Optional.empty();

  // For one life of the process.
  private final Queue<LaneSender.Output> outputs = new ArrayDeque<>();
  private Optional<LaneSender> sender = Optional.empty();
  private Consumer<byte[]> toEdge = bytes -> {};
  private boolean there;
  private int life;

  CommandShelf(ForwardDraw draw, Surroundings world, DownLedger ledger) {
    this.draw = draw;
    this.timeline = world.timeline();
    this.trace = world.trace();
    this.seams = world.seams();
    this.random = world.random().split();
    this.ledger = ledger;
    this.disk = new DownDisk(random.split(), draw.segmentBytes());
  }

  /**
   * A life of the process begins.
   *
   * @param send takes what goes to the edge
   */
  void start(Consumer<byte[]> send) {
    life++;
    toEdge = send;
    there = false;
    outputs.clear();
    sender = Optional.empty();
    makeSender();
    publishSoon();
  }

  private void makeSender() {
    List<LaneSender.Lane> lanes = disk.lanes();
    if (sender.isEmpty() && !lanes.isEmpty()) {
      sender = Optional.of(new LaneSender(draw.sender(), lanes, outputs::add));
    }
  }

  // The operator.

  private void publishSoon() {
    after(random.nextLong(PERIOD_NANOS), this::publish);
  }

  private void publish() {
    if (silent && command.isEmpty()) {
      return;
    }
    if (command.isEmpty() && disk.isWanted("d/0")) {
      number++;
      repeats = false;
      command = Optional.of(next());
    }
    // The disk takes its time, and a crash in it leaves the operator without answer.
    after(1 + random.nextLong(draw.commitNanosMax()), this::keep);
  }

  private ForwardedMessage next() {
    return new ForwardedMessage(
        "d/" + random.nextInt(TOPICS),
        Content.numbered(DownLedger.FIRST_KEY + number, random.nextInt(200)).bytes(),
        random.nextInt(3),
        false,
        OptionalLong.empty(),
        ForwardedMessage.Properties.NONE);
  }

  private void keep() {
    if (command.isPresent() && disk.keep(command.get(), number, repeats, wallMillis())) {
      trace.add("operator", "-> cloud", number);
      ledger.promised(DownLedger.FIRST_KEY + number);
      command = Optional.empty();
      sender.ifPresent(
          own -> {
            own.onAvailable(0, disk.settled(0), timeline.nowNanos());
            own.onAvailable(1, disk.settled(1), timeline.nowNanos());
          });
      perform();
    }
    repeats = true;
    publishSoon();
  }

  void fallSilent() {
    silent = true;
  }

  // The link.

  /** A sign of life of the edge. */
  void onHeard() {
    if (sender.isPresent() && !there) {
      there = true;
      sender.get().onUp(timeline.nowNanos());
    } else {
      sender.ifPresent(own -> own.onHeardBeside(timeline.nowNanos()));
    }
    perform();
  }

  void onBytes(byte[] bytes) {
    if (ForwardKind.of(bytes) == ForwardKind.SUBSCRIPTION) {
      onSubscription(bytes);
    } else {
      sender.ifPresent(own -> own.onBytes(bytes, timeline.nowNanos()));
    }
    perform();
  }

  private void onSubscription(byte[] bytes) {
    try {
      Subscription subscription = Subscription.decode(bytes);
      if (disk.subscribe(subscription)) {
        makeSender();
        toEdge.accept(new Grant("edge", subscription.revision(), List.of()).encode());
        there = true;
        sender.ifPresent(LaneSender::onDown);
        sender.ifPresent(own -> own.onUp(timeline.nowNanos()));
      }
    } catch (MalformedEnvelopeException e) {
      throw new IllegalStateException(e);
    }
  }

  private void perform() {
    for (LaneSender.Output next = outputs.poll(); next != null; next = outputs.poll()) {
      if (next instanceof LaneSender.Output.Send send) {
        toEdge.accept(send.bytes());
      } else if (next instanceof LaneSender.Output.Read read) {
        after(1 + random.nextLong(draw.readNanosMax()), () -> answer(read));
      } else if (next instanceof LaneSender.Output.Release release) {
        after(
            1 + random.nextLong(draw.readNanosMax()),
            () -> disk.release(release.lane(), release.upTo()));
      } else {
        there = false;
      }
    }
    rearm();
  }

  private void answer(LaneSender.Output.Read read) {
    DownDisk.Piece piece = disk.read(read.lane(), read.from(), read.bytesMax(), wallMillis());
    sender
        .orElseThrow()
        .onBlock(
            read.lane(),
            piece.base(),
            piece.first(),
            piece.last(),
            piece.block(),
            timeline.nowNanos());
    perform();
  }

  private void rearm() {
    long next = sender.map(LaneSender::nextTimerNanos).orElse(Long.MAX_VALUE);
    if (next != Long.MAX_VALUE) {
      after(Math.max(0, next - timeline.nowNanos()), () -> onTimer(next));
    }
  }

  private void onTimer(long due) {
    if (sender.filter(own -> own.nextTimerNanos() == due).isPresent()) {
      sender.get().onTimer(timeline.nowNanos());
      perform();
    }
  }

  /** A dead process does nothing more. */
  private void after(long nanos, Runnable work) {
    int now = life;
    timeline.after(
        nanos,
        () -> {
          if (now == life) {
            work.run();
          }
        });
  }

  private long wallMillis() {
    return timeline.nowNanos() / NANOS_PER_MS;
  }

  void crash() {
    life++;
    seams.beforeCloudCrash(disk);
    disk.losePower(random.nextBoolean() ? command : Optional.empty(), number, wallMillis());
    repeats = true;
  }

  /** Whether the edge has all that was promised. */
  boolean isQuiet() {
    return command.isEmpty() && disk.isDrained();
  }
}
