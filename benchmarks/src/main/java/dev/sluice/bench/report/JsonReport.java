package dev.sluice.bench.report;

import dev.sluice.bench.stats.Spread;
import dev.sluice.bench.trial.Case;
import dev.sluice.bench.trial.Metric;
import dev.sluice.bench.trial.Outcome;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The report with every single figure, for programs. */
public final class JsonReport {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private JsonReport() {}

  public static String of(Report report) {
    ObjectNode root = MAPPER.createObjectNode();
    ObjectNode conditions = root.putObject("conditions");
    report.conditions().words().forEach(conditions::put);
    ArrayNode brokers = root.putArray("brokers");
    report.contenders().forEach(contender -> put(brokers.addObject(), contender));
    ArrayNode cases = root.putArray("cases");
    report.cases().forEach(each -> put(cases.addObject(), each, report));
    ArrayNode goals = root.putArray("goals");
    report.verdicts().forEach(verdict -> put(goals.addObject(), verdict));
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root);
  }

  private static void put(ObjectNode node, Contender contender) {
    node.put("name", contender.name());
    node.put("version", contender.version());
    node.put("settings", contender.settings());
    contender.absence().ifPresent(reason -> node.put("skipped", reason));
  }

  private static void put(ObjectNode node, Case each, Report report) {
    node.put("name", each.name());
    node.put("title", each.title());
    node.put("metric", name(each.primary()));
    ObjectNode brokers = node.putObject("brokers");
    String ours = report.names().isEmpty() ? "" : report.names().get(0);
    for (String name : report.names()) {
      ObjectNode broker = brokers.putObject(name);
      report
          .results()
          .spread(each.name(), name, each.primary())
          .ifPresent(spread -> put(broker.putObject(name(each.primary())), spread));
      if (!name.equals(ours)) {
        Optional<Spread> ratio = report.results().ratio(each.name(), ours, name, each.primary());
        ratio.ifPresent(spread -> put(broker.putObject("oursOverThis"), spread));
      }
      ArrayNode rounds = broker.putArray("rounds");
      report
          .results()
          .rounds(each.name(), name)
          .forEach((round, outcome) -> put(rounds.addObject().put("round", round), outcome));
    }
  }

  private static void put(ObjectNode node, Spread spread) {
    node.put("median", spread.median());
    node.put("min", spread.min());
    node.put("max", spread.max());
    node.put("count", spread.count());
  }

  private static void put(ObjectNode node, Outcome outcome) {
    ObjectNode figures = node.putObject("figures");
    for (Map.Entry<Metric, Double> figure : outcome.figures().entrySet()) {
      figures.put(name(figure.getKey()), figure.getValue());
    }
    ArrayNode failures = node.putArray("failures");
    outcome.breaches().forEach(failures::add);
    ArrayNode notes = node.putArray("notes");
    outcome.remarks().forEach(notes::add);
  }

  private static void put(ObjectNode node, Verdict verdict) {
    node.put("goal", verdict.goal());
    node.put("case", verdict.caseName());
    verdict.measured().ifPresent(value -> node.put("measured", value));
    node.put("bound", verdict.kind().sign() + " " + verdict.bound());
    node.put("verdict", verdict.word());
  }

  private static String name(Metric metric) {
    return metric.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
