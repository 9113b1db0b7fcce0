package dev.sluice.sim.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The first processor for the gateway, the others for everybody else: the cloud is another machine,
 * and what is taken from a gateway is not taken from it.
 *
 * @param gateway words before a command that keep it on the gateway's processor; none where this
 *     system cannot do that
 * @param others likewise on all others
 */
record ProcessorSplit(List<String> gateway, List<String> others) {
  /** All programs on all processors. */
  static final ProcessorSplit NONE = new ProcessorSplit(List.of(), List.of());

  private static final int MASK_BITS = 62;

  /** Of a machine with so many processors, where {@code taskset} allows it. */
  static ProcessorSplit of(int processors) throws InterruptedException {
    if (processors < 2) {
      return NONE;
    }
    long others = (1L << Math.min(processors, MASK_BITS)) - 2;
    List<String> first = List.of("taskset", "1");
    List<String> rest = List.of("taskset", Long.toHexString(others));
    return works(first) && works(rest) ? new ProcessorSplit(first, rest) : NONE;
  }

  private static boolean works(List<String> prefix) throws InterruptedException {
    try {
      return new ProcessBuilder(before(prefix, List.of("true"))).start().waitFor() == 0;
    } catch (IOException e) {
      // There is no taskset: not Linux.
      return false;
    }
  }

  List<String> onGateway(List<String> command) {
    return before(gateway, command);
  }

  List<String> elsewhere(List<String> command) {
    return before(others, command);
  }

  private static List<String> before(List<String> prefix, List<String> command) {
    List<String> words = new ArrayList<>(prefix);
    words.addAll(command);
    return words;
  }
}
