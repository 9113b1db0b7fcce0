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
import dev.sluice.edge.journal.JournalException;
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
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of the forwarding plane, put together; there are none without lanes. */
final class Forwarding implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);
  private static final int SEGMENT_BYTES_MAX = 4 << 20;
  private static final int SEGMENTS_MIN = 8;

  /** On a fast link; on a slow one the window is smaller, and a batch a quarter of it. */
  private static final int BATCH_BYTES = 32 << 10;

  private static final int WINDOW_BYTES = 512 << 10;
  private static final Duration ASK_AFTER = Duration.ofSeconds(1);
  private static final Duration ASK_MAX = Duration.ofSeconds(30);

  private final List<String> lanes;
  private final int named;
  private final LaneFiles files;
  private final ForwardPlane plane;
  private final EdgeLoop loop;

  /**
   * @param named how many of the lanes are the file's: the first ones
   */
  private Forwarding(
      List<String> lanes, int named, LaneFiles files, ForwardPlane plane, EdgeLoop loop) {
    this.lanes = lanes;
    this.named = named;
    this.files = files;
    this.plane = plane;
    this.loop = loop;
  }

  /**
   * The journal's queues: a lane each, those of the file first. Also lanes that the file names no
   * more, and all of them where it has no rules any more: what lies there still goes to the cloud.
   *
   * @param journal its folder
   * @throws JournalException when that cannot be read
   */
  static List<JournalQueues.Settings> queues(EdgeConfig config, Path journal)
      throws JournalException {
    ForwardConfig forward = config.forward();
    List<String> there = config.uplink().enabled() ? JournalQueues.namesIn(journal) : List.of();
    if (forward.up().isEmpty() && there.isEmpty()) {
      return List.of();
    }
    Stream<ForwardConfig.Lane> left =
        there.stream()
            .filter(name -> LaneName.isValid(name) && !forward.laneNames().contains(name))
            .map(ForwardConfig.Lane::left);
    return Stream.concat(forward.lanes().stream(), left).map(Forwarding::queue).toList();
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
    if (journal.queues().isEmpty()) {
      return Optional.empty();
    }
    List<OpenLane> open = openLanes(config, journal.queues());
    List<Spool> spools = open.stream().map(OpenLane::spool).toList();
    List<LaneSender.Lane> senders = open.stream().map(OpenLane::sender).toList();
    LaneFiles files = new LaneFiles(spools, loop, journal.clock()::nanos);
    ForwardPlane plane =
        new ForwardPlane(
            settings(config), rules(config, neverLeave), files, senders, loop.workSink());
    core.forward(plane);
    List<String> names = open.stream().map(lane -> lane.sender().name().value()).toList();
    return Optional.of(new Forwarding(names, config.forward().lanes().size(), files, plane, loop));
  }

  private record OpenLane(Spool spool, LaneSender.Lane sender) {}

  /** Lanes that the file names no more come last, as long as there is something in them. */
  private static List<OpenLane> openLanes(EdgeConfig config, JournalQueues queues) {
    List<ForwardConfig.Lane> named = config.forward().lanes();
    List<OpenLane> open = new ArrayList<>();
    for (int queue = 0; queue < queues.size(); queue++) {
      Spool spool = queues.spool(queue);
      if (queue < named.size()) {
        open.add(openLane(config, named.get(queue), queues, queue));
      } else if (spool.released() < spool.settled()) {
        LOG.warn(
            "forward=lane-left lane={} what=\"the file names it no more; what waits there is sent,"
                + " behind all others\"",
            queues.name(queue));
        open.add(openLane(config, ForwardConfig.Lane.left(queues.name(queue)), queues, queue));
      }
    }
    return open;
  }

  private static OpenLane openLane(
      EdgeConfig config, ForwardConfig.Lane lane, JournalQueues queues, int queue) {
    Spool spool = queues.spool(queue);
    return new OpenLane(
        spool,
        new LaneSender.Lane(
            new LaneName(lane.name()),
            new LinkId(config.node().id(), queues.epoch(queue)),
            spool.released(),
            spool.settled(),
            lane.bytesPerSecond().map(DataSize::bytes).orElse(0L)));
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

  /** The lanes that rules may use, in their order. */
  List<String> laneNames() {
    return lanes.subList(0, named);
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
        .mapToObj(lane -> files.status(lane, lanes.get(lane)))
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
