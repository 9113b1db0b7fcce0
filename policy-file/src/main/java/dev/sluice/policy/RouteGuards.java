package dev.sluice.policy;

import dev.sluice.policy.guard.Facts;
import dev.sluice.policy.guard.Guard;
import dev.sluice.policy.guard.GuardFailedException;
import java.util.Optional;

/**
 * What a route asks of a message beyond its topic.
 *
 * @param when other messages do not match
 * @param localOnlyWhen messages for which it holds stay here
 */
public record RouteGuards(Optional<Guard> when, Optional<Guard> localOnlyWhen) {
  public static final RouteGuards NONE = new RouteGuards(Optional.empty(), Optional.empty());

  /**
   * What the guards say of one message.
   *
   * @param localOnly whether it must stay
   * @param failure why a guard could not be evaluated, one line; empty when all could
   */
  public record Verdict(boolean matches, boolean localOnly, Optional<String> failure) {}

  /**
   * A guard that fails is taken as the careful answer: a route whose {@code when} fails does not
   * match, a message whose {@code local-only-when} fails stays here.
   */
  public Verdict judge(Facts facts) {
    try {
      if (when.isPresent() && !when.get().test(facts)) {
        return new Verdict(false, false, Optional.empty());
      }
    } catch (GuardFailedException e) {
      return new Verdict(false, false, Optional.of("when: " + e.getMessage()));
    }
    try {
      boolean stays = localOnlyWhen.isPresent() && localOnlyWhen.get().test(facts);
      return new Verdict(true, stays, Optional.empty());
    } catch (GuardFailedException e) {
      return new Verdict(true, true, Optional.of("local-only-when: " + e.getMessage()));
    }
  }

  public boolean isEmpty() {
    return when.isEmpty() && localOnlyWhen.isEmpty();
  }
}
