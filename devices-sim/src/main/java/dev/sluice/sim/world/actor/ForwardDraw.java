package dev.sluice.sim.world.actor;

import dev.sluice.edge.core.DownPlane;
import dev.sluice.edge.core.Route;
import dev.sluice.edge.core.forward.DownRule;
import dev.sluice.edge.core.forward.DownRules;
import dev.sluice.edge.core.forward.FieldName;
import dev.sluice.edge.core.forward.ForwardRules;
import dev.sluice.edge.core.forward.JsonFields;
import dev.sluice.edge.core.forward.OnUnparsable;
import dev.sluice.edge.core.forward.Redaction;
import dev.sluice.edge.core.forward.RetainFlag;
import dev.sluice.edge.core.forward.Selection;
import dev.sluice.edge.core.forward.TopicMapping;
import dev.sluice.edge.core.forward.UpRule;
import dev.sluice.mqtt.Payload;
import dev.sluice.offload.Privacy;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.forward.LaneSender;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * What a world forwards: all but Wills, of {@code m/#} on a lane before the rest. Rules that leave
 * messages out are the unit tests' business: here each message that may go has to arrive.
 *
 * @param batchBytes of one envelope, about
 * @param windowBytes on the way
 * @param readNanosMax how long reading a lane takes at most
 * @param commitNanosMax how long the bridge takes to keep a batch, at most
 */
record ForwardDraw(
    List<TopicFilter> neverLeave,
    int batchBytes,
    int windowBytes,
    long readNanosMax,
    long commitNanosMax,
    int segmentBytes) {
  private static final String NODE = "edge";
  private static final String HERE = "wills/#";
  private static final long MS = 1_000_000;
  private static final int[] SIZES = {60, 600, 30_000};

  /** A smaller one than these needs more than a world's patience, at some links' delay. */
  private static final int[] WINDOWS = {1_500, 3_000, 30_000};

  static ForwardDraw draw(List<Route> routes, SplittableRandom random) {
    return new ForwardDraw(
        routes.stream()
            .filter(route -> route.privacy() == Privacy.LOCAL_ONLY)
            .flatMap(route -> Stream.of(route.filter(), route.requestFilter()))
            .toList(),
        SIZES[random.nextInt(SIZES.length)],
        WINDOWS[random.nextInt(WINDOWS.length)],
        (1 + random.nextLong(20)) * MS,
        (1 + random.nextLong(200)) * MS,
        SIZES[1 + random.nextInt(2)]);
  }

  ForwardRules rules() {
    UpRule here =
        new UpRule(
            "here",
            TopicFilter.of(HERE),
            Optional.empty(),
            Selection.ALL,
            List.of(),
            OnUnparsable.FORWARD);
    return new ForwardRules(
        List.of(here, rule("m/#", 0), rule("#", 1)),
        neverLeave,
        new ForwardRules.Limits(1, 1),
        new NoFields());
  }

  private static UpRule rule(String filter, int lane) {
    TopicFilter topics = TopicFilter.of(filter);
    UpRule.Destination destination =
        new UpRule.Destination(
            TopicMapping.of(topics, "{topic}", "", NODE),
            lane,
            Optional.empty(),
            RetainFlag.KEEP,
            Optional.empty());
    return new UpRule(
        "lane-" + lane,
        topics,
        Optional.of(destination),
        Selection.ALL,
        List.of(),
        OnUnparsable.FORWARD);
  }

  LaneSender.Settings sender() {
    return new LaneSender.Settings(
        Duration.ofMillis(400),
        Duration.ofSeconds(4),
        Duration.ofSeconds(3),
        windowBytes,
        batchBytes);
  }

  /** The way down: some topics on a lane before the others. */
  DownRules downRules() {
    return new DownRules(
        List.of(downRule("first", "d/0", "urgent"), downRule("rest", "d/#", "normal")));
  }

  private static DownRule downRule(String name, String filter, String lane) {
    TopicFilter topics = TopicFilter.of(filter);
    return new DownRule(
        name,
        topics,
        TopicMapping.of(topics, "{topic}", "", NODE),
        Optional.empty(),
        RetainFlag.KEEP,
        new LaneName(lane),
        Optional.empty());
  }

  DownPlane.Settings down() {
    return new DownPlane.Settings(
        NODE,
        100_000,
        Duration.ofMillis(400),
        Duration.ofSeconds(4),
        Duration.ofSeconds(20),
        2_000);
  }

  /** Whether the rules want messages of that topic in the cloud. */
  boolean isForwarded(TopicName topic) {
    return !topic.isReserved()
        && !TopicFilter.of(HERE).matches(topic)
        && neverLeave.stream().noneMatch(filter -> filter.matches(topic));
  }

  /** No rule here looks into a payload. */
  private static final class NoFields implements JsonFields {
    @Override
    public OptionalDouble number(Payload payload, FieldName field) {
      return OptionalDouble.empty();
    }

    @Override
    public Optional<Payload> redact(Payload payload, List<Redaction> redactions) {
      return Optional.empty();
    }
  }
}
