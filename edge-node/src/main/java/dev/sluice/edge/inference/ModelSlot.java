package dev.sluice.edge.inference;

import java.util.Optional;

/**
 * The versions of one model: the one that new runs take, and the one before it.
 *
 * <pre>
 *   install -> fresh -- enough runs --> proven
 *                \-- too many failures --> the one before runs again
 * </pre>
 *
 * <p>A run that a fresh version fails is tried by the one before; only what that one can answer is
 * the fresh one's fault. Owned by the broker loop.
 */
final class ModelSlot {
  /** Answers after which a version counts as proven. */
  static final int RUNS_UNTIL_PROVEN = 200;

  private final int failuresMax;
  private ModelVersion current;
  private Optional<ModelVersion> before = Optional.empty();

  // For the current version.
  private boolean proven = true;
  private int runs;
  private int failures;

  /**
   * @param first taken as proven: there is none to go back to
   * @param failuresMax of a fresh version, after which it is taken back
   */
  ModelSlot(ModelVersion first, int failuresMax) {
    this.current = first;
    this.failuresMax = failuresMax;
  }

  ModelVersion current() {
    return current;
  }

  Optional<ModelVersion> before() {
    return before;
  }

  /**
   * New runs take it from now on. Behind it is the last version that has proven itself; the one
   * that is of no use any more is returned, to be freed.
   */
  Optional<ModelVersion> install(ModelVersion next) {
    boolean keepsBefore = !proven && before.isPresent();
    Optional<ModelVersion> forgotten = keepsBefore ? Optional.of(current) : before;
    before = keepsBefore ? before : Optional.of(current);
    current = next;
    proven = false;
    runs = 0;
    failures = 0;
    return forgotten;
  }

  /** Who should try a run again that this version has failed. */
  Optional<ModelVersion> instead(ModelVersion failed) {
    if (failed != current) {
      return Optional.of(current);
    }
    return proven ? Optional.empty() : before;
  }

  /** A version has answered; true when it has just become proven. */
  boolean answered(ModelVersion version) {
    if (version != current || proven || ++runs < RUNS_UNTIL_PROVEN) {
      return false;
    }
    proven = true;
    return true;
  }

  /** Another version could answer what this one failed; true when that is once too often. */
  boolean blamed(ModelVersion version) {
    return version == current && !proven && ++failures >= failuresMax;
  }

  /** Back to the version before; what ran until now is returned, to be freed. */
  Optional<ModelVersion> rollBack() {
    if (before.isEmpty()) {
      return Optional.empty();
    }
    ModelVersion refused = current;
    current = before.get();
    before = Optional.empty();
    proven = true;
    return Optional.of(refused);
  }
}
