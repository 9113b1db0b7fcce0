package dev.sluice.edge;

import dev.sluice.config.DataSize;
import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.edge.config.ForwardConfig;
import dev.sluice.edge.core.EdgeCore;
import dev.sluice.edge.core.EdgeEffect;
import dev.sluice.edge.core.EdgeStatus;
import dev.sluice.edge.core.ForwardPlane;
import dev.sluice.edge.core.forward.ForwardRules;
import dev.sluice.edge.core.forward.UpRule;
import dev.sluice.edge.forward.JacksonFields;
import dev.sluice.edge.forward.Pseudonyms;
import dev.sluice.edge.journal.Journal;
import dev.sluice.edge.journal.JournalQueues;
import dev.sluice.edge.lanes.LaneFiles;
import dev.sluice.spool.Spool;
import dev.sluice.topic.TopicFilter;
import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.forward.LaneSender;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The parts of the forwarding plane, put together; there are none without lanes. */
final class Forwarding implements AutoCloseable {
  private static final int SEGMENT_BYTES_MAX = 4 << 20;
  private static final int SEGMENTS_MIN = 8;

  /** On a fast link; on a slow one the window is smaller, and a batch a quarter of it. */
  private static final int BATCH_BYTES = 32 << 10;

  private static final int WINDOW_BYTES = 512 << 10;
  private static final Duration ASK_AFTER = Duration.ofSeconds(1);
  private static final Duration ASK_MAX = Duration.ofSeconds(30);

  private final List<ForwardConfig.Lane> lanes;
  private final LaneFiles files;
  private final ForwardPlane plane;
  private final EdgeLoop loop;

  private Forwarding(
      List<ForwardConfig.Lane> lanes, LaneFiles files, ForwardPlane plane, EdgeLoop loop) {
    this.lanes = lanes;
    this.files = files;
    this.plane = plane;
    this.loop = loop;
  }

  /**
   * The journal's queues: a lane each. Also without rules where there have been some: what lies
   * there still goes to the cloud.
   *
   * @param journal its folder
   */
  static List<JournalQueues.Settings> queues(EdgeConfig config, Path journal) {
    ForwardConfig forward = config.forward();
    boolean left = config.uplink().enabled() && JournalQueues.areIn(journal);
    if (forward.up().isEmpty() && !left) {
      return List.of();
    }
    return forward.lanes().stream().map(Forwarding::queue).toList();
  }

  private static JournalQueues.Settings queue(ForwardConfig.Lane lane) {
    long bytesMax = lane.maxSize().bytes();
    int segmentBytes = (int) Math.max(1, Math.min(SEGMENT_BYTES_MAX, bytesMax / SEGMENTS_MIN));
    Spool.WhenFull whenFull =
        switch (lane.whenFull()) {
          case REFUSE -> Spool.WhenFull.REFUSE;
          case DROP_OLDEST -> Spool.WhenFull.DROP_OLDEST;
        };
    return new JournalQueues.Settings(lane.name(), bytesMax, segmentBytes, whenFull);
  }

  /**
   * Before the first turn.
   *
   * @param neverLeave topics whose messages stay here whatever a rule says
   */
  static Optional<Forwarding> start(
      EdgeConfig config,
      List<TopicFilter> neverLeave,
      Journal journal,
      EdgeCore core,
      EdgeLoop loop) {
    ForwardConfig forward = config.forward();
    if (journal.queues().isEmpty()) {
      return Optional.empty();
    }
    List<Spool> spools = new ArrayList<>();
    List<LaneSender.Lane> lanes = new ArrayList<>();
    for (int i = 0; i < forward.lanes().size(); i++) {
      Spool spool = journal.queues().spool(i);
      spools.add(spool);
      lanes.add(
          new LaneSender.Lane(
              new LaneName(forward.lanes().get(i).name()),
              new LinkId(config.node().id(), journal.queues().epoch(i)),
              spool.released(),
              spool.settled(),
              forward.lanes().get(i).bytesPerSecond().map(DataSize::bytes).orElse(0L)));
    }
    LaneFiles files = new LaneFiles(spools, loop, journal.clock()::nanos);
    ForwardPlane plane =
        new ForwardPlane(
            settings(config), rules(config, neverLeave), files, lanes, loop.workSink());
    core.forward(plane);
    return Optional.of(new Forwarding(forward.lanes(), files, plane, loop));
  }

  private static ForwardPlane.Settings settings(EdgeConfig config) {
    LaneSender.Settings sender =
        new LaneSender.Settings(
            ASK_AFTER, ASK_MAX, config.uplink().stallAfter(), WINDOW_BYTES, BATCH_BYTES);
    return new ForwardPlane.Settings(sender, config.forward().messageSize().bytesAsInt());
  }

  private static ForwardRules rules(EdgeConfig config, List<TopicFilter> neverLeave) {
    ForwardConfig forward = config.forward();
    return new ForwardRules(
        forward.upRules(config.node().id()),
        neverLeave,
        forward.limits(),
        fields(forward, config.node().id()));
  }

  private static JacksonFields fields(ForwardConfig forward, String node) {
    return new JacksonFields(new Pseudonyms(forward.hashKey().orElse("unused"), node));
  }

  /** The lanes that are open, in their order. */
  List<String> laneNames() {
    return lanes.stream().map(ForwardConfig.Lane::name).toList();
  }

  /**
   * Other rules from the next turn on; any thread.
   *
   * @param next whose rules use lanes that are open
   */
  void use(ForwardConfig next, String node) {
    List<UpRule> rules = next.upRules(node, laneNames());
    JacksonFields fields = fields(next, node);
    loop.submit(now -> plane.use(rules, fields));
  }

  List<EdgeStatus.Lane> status() {
    return IntStream.range(0, lanes.size())
        .mapToObj(lane -> files.status(lane, lanes.get(lane).name()))
        .toList();
  }

  ForwardPlane.Stats stats() {
    return plane.stats();
  }

  void onDurable(long nowNanos) {
    plane.onDurable(nowNanos);
  }

  void perform(EdgeEffect effect) {
    if (effect instanceof EdgeEffect.ReadLane read) {
      files.perform(read, plane);
    } else if (effect instanceof EdgeEffect.ReleaseLane release) {
      files.perform(release);
    }
  }

  @Override
  public void close() {
    files.close();
  }
}
