package dev.sluice.edge.admin;

import dev.sluice.edge.core.EdgeStatus;
import dev.sluice.edge.core.Outcome;
import dev.sluice.offload.PlacementEngine;
import dev.sluice.uplink.NodeReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What of the node's status the cloud is told, so that all nodes can be seen in one place. */
public final class SelfReport {
  private final StatusBoard board;
  private final Duration every;

  /**
   * @param every from report to report
   */
  public SelfReport(StatusBoard board, Duration every) {
    this.board = board;
    this.every = every;
  }

  public Duration every() {
    return every;
  }

  /** As the node last was; empty before it ever said so. */
  public Optional<NodeReport> latest() {
    return board.latest().map(status -> of(status, Health.of(status, board.age())));
  }

  private NodeReport of(EdgeStatus status, Health health) {
    return new NodeReport(
        NodeReport.text(status.version()),
        health.verdict().word(),
        NodeReport.text(status.placement().policy()),
        status.uptime().toSeconds(),
        (int) every.toMillis(),
        models(status.models()),
        backlog(status),
        answers(status.dispatch().answersByPlacement()),
        uplink(status.link()));
  }

  /** More than a report holds are not said. */
  private static List<NodeReport.Model> models(List<EdgeStatus.LoadedModel> models) {
    return models.stream()
        .limit(NodeReport.MODELS_MAX)
        .map(
            model ->
                new NodeReport.Model(
                    NodeReport.text(model.name()), NodeReport.text(model.version())))
        .toList();
  }

  /** One that is the only one says nothing. */
  private static String uplink(EdgeStatus.Link link) {
    return link.uplinks().size() < 2
        ? ""
        : link.taken().map(EdgeStatus.Uplink::name).map(NodeReport::text).orElse("");
  }

  private static Map<String, Long> backlog(EdgeStatus status) {
    PlacementEngine.Snapshot placement = status.placement();
    Map<String, Long> backlog = new TreeMap<>();
    backlog.put("local", (long) placement.localQueue());
    backlog.put("outbox", (long) placement.outbox());
    backlog.put("deferred", (long) placement.deferred());
    backlog.put("lanes", status.lanes().stream().mapToLong(EdgeStatus.Lane::waiting).sum());
    return backlog;
  }

  private static Map<String, Long> answers(Map<Outcome.Placement, Long> made) {
    Map<String, Long> answers = new TreeMap<>();
    for (Outcome.Placement placement : Outcome.Placement.values()) {
      answers.put(placement.word(), made.getOrDefault(placement, 0L));
    }
    return answers;
  }
}
