package dev.sluice.edge.auth;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The access file as it is written; what each key means stands in its schema. */
record AclConfig(Otherwise otherwise, ClientIds clientIds, Map<String, List<Rule>> roles) {

  /** What becomes of topics that no rule speaks of. */
  enum Otherwise {
    DENY,
    ALLOW
  }

  /** Which Client Identifiers a user may take. */
  enum ClientIds {
    ANY,
    OWN
  }

  /** What a rule is about. */
  enum Action {
    PUBLISH,
    SUBSCRIBE,
    ALL;

    boolean includes(Action one) {
      return this == one || this == ALL;
    }
  }

  /** Either allows or denies. */
  record Rule(
      Optional<Action> allow,
      Optional<Action> deny,
      List<String> topics,
      boolean exactly,
      Optional<Integer> code) {

    Rule {
      if (allow.isPresent() == deny.isPresent()) {
        throw new IllegalArgumentException("a rule says either allow or deny");
      }
      if (code.isPresent() && deny.filter(action -> action.includes(Action.SUBSCRIBE)).isEmpty()) {
        throw new IllegalArgumentException("code belongs to a denied subscription");
      }
      if (exactly && deny.filter(Action.SUBSCRIBE::equals).isEmpty()) {
        throw new IllegalArgumentException("exactly belongs to 'deny: subscribe'");
      }
    }

    Action action() {
      return allow.or(() -> deny).orElseThrow();
    }
  }
}
