package dev.sluice.edge.auth;

import dev.sluice.broker.Identity;
import dev.sluice.broker.Rights;
import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigFile;
import dev.sluice.edge.auth.AclConfig.Action;
import dev.sluice.edge.auth.AclConfig.ClientIds;
import dev.sluice.edge.auth.AclConfig.Otherwise;
import dev.sluice.edge.auth.AclConfig.Rule;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.ReasonCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The access file: rules by role, and the rights that they come to for one client. */
final class Acl {
  /** Of every client. */
  static final String EVERYONE = "everyone";

  /** Of a client that proved nothing. */
  static final String ANONYMOUS = "anonymous";

  private static final String SCHEMA = "/schema/acl.schema.json";

  private final Otherwise otherwise;
  private final ClientIds clientIds;
  private final Map<String, List<Clause>> roles;

  /** One topic of one rule. */
  private record Clause(TopicPattern pattern, Rule rule) {
    ReasonCode code() {
      return rule.code().map(ReasonCode::of).orElse(ReasonCode.NOT_AUTHORIZED);
    }
  }

  private Acl(Otherwise otherwise, ClientIds clientIds, Map<String, List<Clause>> roles) {
    this.otherwise = otherwise;
    this.clientIds = clientIds;
    this.roles = Map.copyOf(roles);
  }

  /**
   * @throws ConfigException one line per fault: file, line, column, what to do
   */
  static Acl load(Path path) throws ConfigException {
    ConfigFile file = ConfigFile.load(path, SCHEMA, List.of());
    AclConfig config = file.as(AclConfig.class);
    List<ConfigException> faults = new ArrayList<>();
    Map<String, List<Clause>> roles = new TreeMap<>();
    config.roles().forEach((role, rules) -> roles.put(role, clauses(file, role, rules, faults)));
    if (!faults.isEmpty()) {
      throw ConfigException.all(faults);
    }
    return new Acl(config.otherwise(), config.clientIds(), roles);
  }

  private static List<Clause> clauses(
      ConfigFile file, String role, List<Rule> rules, List<ConfigException> faults) {
    List<Clause> clauses = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      read(file, "roles." + role + "." + i, rules.get(i), clauses, faults);
    }
    return List.copyOf(clauses);
  }

  private static void read(
      ConfigFile file, String at, Rule rule, List<Clause> into, List<ConfigException> faults) {
    for (int i = 0; i < rule.topics().size(); i++) {
      String topic = rule.topics().get(i);
      Optional<TopicPattern> pattern = TopicPattern.parse(topic);
      if (pattern.isPresent()) {
        into.add(new Clause(pattern.get(), rule));
      } else {
        String what =
            "must be a topic filter: '+' alone on its level, '#' alone on the last (found '%s')";
        faults.add(file.fault(at + ".topics." + i, what.formatted(topic)));
      }
    }
  }

  /** Names of roles that the file has no rules for. */
  Set<String> unknown(Collection<String> names) {
    Set<String> unknown = new TreeSet<>(names);
    unknown.removeAll(roles.keySet());
    return unknown;
  }

  /**
   * Whether that user may connect under that name.
   *
   * @param isUser whether there is a user of that name
   */
  boolean mayTake(ClientId client, Identity identity, Predicate<String> isUser) {
    return clientIds == ClientIds.ANY
        || identity.isAnonymous()
        || client.value().equals(identity.user())
        || (client.value().startsWith(identity.user() + "-")
            && !isOfAnother(client.value(), identity.user().length(), isUser));
  }

  /** With users pump and pump-2, the name pump-2-north is one of the latter's. */
  private static boolean isOfAnother(String client, int own, Predicate<String> isUser) {
    for (int end = own + 1; end <= client.length(); end++) {
      boolean ends = end == client.length() || client.charAt(end) == '-';
      if (ends && isUser.test(client.substring(0, end))) {
        return true;
      }
    }
    return false;
  }

  /**
   * @param named roles that the configuration gives this user
   */
  Rights rightsOf(ClientId client, Identity identity, Set<String> named) {
    Set<String> mine = new TreeSet<>(named);
    mine.addAll(identity.roles());
    mine.add(EVERYONE);
    if (identity.isAnonymous()) {
      mine.add(ANONYMOUS);
    }
    AclRights.Builder rights =
        new AclRights.Builder(otherwise == Otherwise.ALLOW && identity.local());
    for (String role : mine) {
      for (Clause clause : roles.getOrDefault(role, List.of())) {
        add(clause, client.value(), identity.user(), rights);
      }
    }
    return rights.build();
  }

  private static void add(Clause clause, String client, String user, AclRights.Builder rights) {
    Action action = clause.rule().action();
    if (clause.rule().deny().isPresent()) {
      TopicPattern bound = clause.pattern().denying(user, client);
      if (action.includes(Action.PUBLISH)) {
        rights.denyPublish(bound);
      }
      if (action.includes(Action.SUBSCRIBE)) {
        rights.denySubscribe(bound, clause.rule().exactly(), clause.code());
      }
      return;
    }
    clause
        .pattern()
        .allowing(user, client)
        .ifPresent(
            bound -> {
              if (action.includes(Action.PUBLISH)) {
                rights.allowPublish(bound);
              }
              if (action.includes(Action.SUBSCRIBE)) {
                rights.allowSubscribe(bound);
              }
            });
  }
}
