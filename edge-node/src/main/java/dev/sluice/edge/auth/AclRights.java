package dev.sluice.edge.auth;

import dev.sluice.broker.Rights;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one client may do, its names filled in.
 *
 * <p>A denial wins over every permission. A subscription is allowed when one permission covers all
 * of it and no denial touches any of it: two permissions that cover it only together do not.
 * Devices publish on the same few topics again and again, so the latest one that was allowed is
 * remembered.
 */
final class AclRights implements Rights {
  /** A denied pattern and what its subscriber is told. */
  private record Denial(TopicPattern pattern, boolean exactly, ReasonCode code) {
    boolean touches(String filter) {
      return exactly ? pattern.isWritten(filter) : pattern.overlaps(filter);
    }
  }

  private final boolean otherwise;
  private final TopicPattern[] mayPublish;
  private final TopicPattern[] mustNotPublish;
  private final TopicPattern[] maySubscribe;
  private final List<Denial> mustNotSubscribe;
  private String latest = "";

  private AclRights(Builder builder) {
    otherwise = builder.otherwise;
    mayPublish = builder.mayPublish.toArray(TopicPattern[]::new);
    mustNotPublish = builder.mustNotPublish.toArray(TopicPattern[]::new);
    maySubscribe = builder.maySubscribe.toArray(TopicPattern[]::new);
    mustNotSubscribe = List.copyOf(builder.mustNotSubscribe);
  }

  /** Gathers clauses. */
  static final class Builder {
    private final boolean otherwise;
    private final List<TopicPattern> mayPublish = new ArrayList<>();
    private final List<TopicPattern> mustNotPublish = new ArrayList<>();
    private final List<TopicPattern> maySubscribe = new ArrayList<>();
    private final List<Denial> mustNotSubscribe = new ArrayList<>();

    /**
     * @param otherwise whether topics are allowed that no clause speaks of
     */
    Builder(boolean otherwise) {
      this.otherwise = otherwise;
    }

    void allowPublish(TopicPattern pattern) {
      mayPublish.add(pattern);
    }

    void denyPublish(TopicPattern pattern) {
      mustNotPublish.add(pattern);
    }

    void allowSubscribe(TopicPattern pattern) {
      maySubscribe.add(pattern);
    }

    void denySubscribe(TopicPattern pattern, boolean exactly, ReasonCode code) {
      mustNotSubscribe.add(new Denial(pattern, exactly, code));
    }

    Rights build() {
      boolean open = otherwise && mustNotPublish.isEmpty() && mustNotSubscribe.isEmpty();
      return open ? Rights.ALL : new AclRights(this);
    }
  }

  @Override
  public boolean mayPublish(TopicName topic) {
    String name = topic.value();
    if (name.equals(latest)) {
      return true;
    }
    boolean allowed = !any(mustNotPublish, name) && (otherwise || any(mayPublish, name));
    if (allowed) {
      latest = name;
    }
    return allowed;
  }

  @Override
  public Optional<ReasonCode> refusal(TopicFilter filter) {
    if (!otherwise && !any(maySubscribe, filter.value())) {
      return Optional.of(ReasonCode.NOT_AUTHORIZED);
    }
    // A rule's own code tells of what would have been allowed without that rule.
    for (Denial denial : mustNotSubscribe) {
      if (denial.touches(filter.value())) {
        return Optional.of(denial.code());
      }
    }
    return Optional.empty();
  }

  /** A Topic Name is a filter that matches itself alone. */
  private static boolean any(TopicPattern[] patterns, String filter) {
    for (TopicPattern pattern : patterns) {
      if (pattern.covers(filter)) {
        return true;
      }
    }
    return false;
  }
}
