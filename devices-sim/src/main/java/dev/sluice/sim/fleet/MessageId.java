package dev.sluice.sim.fleet;

import java.util.OptionalLong;

/**
 * The names of one run's messages: the run's tag and a sequence number, {@code k3f9-17}. The tag
 * keeps an answer to an earlier run, kept by the broker meanwhile, from being taken for one of
 * ours.
 */
record MessageId(String run) {
  MessageId {
    if (!run.matches("[0-9a-z]+")) {
      throw new IllegalArgumentException("run tag '" + run + "': lower-case letters and digits");
    }
  }

  String of(long sequence) {
    return run + "-" + sequence;
  }

  /** Empty where the id belongs to another run or is none at all. */
  OptionalLong sequence(String id) {
    if (!id.startsWith(run + "-") || !id.substring(run.length() + 1).matches("\\d{1,18}")) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(id.substring(run.length() + 1)));
  }
}
