package dev.sluice.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes a loader's line, {@code where: what; what to do}, apart again. */
public final class Complaint {
  private static final Pattern PLACED =
      Pattern.compile("(--set [^:]+|.+?:\\d+:\\d+|[^:]+): (.*)", Pattern.DOTALL);

  private Complaint() {}

  /**
   * A fault for each line.
   *
   * @param otherwise what to do where the line does not say it
   */
  public static List<Finding> faults(String subject, String message, String otherwise) {
    List<Finding> findings = new ArrayList<>();
    for (String line : message.lines().toList()) {
      findings.add(fault(subject, line, otherwise));
    }
    return findings;
  }

  private static Finding fault(String subject, String line, String otherwise) {
    Matcher placed = PLACED.matcher(line);
    String where = placed.matches() ? placed.group(1) : subject;
    String what = placed.matches() ? placed.group(2) : line;
    int advice = what.lastIndexOf("; ");
    return advice < 0
        ? Finding.fault(subject, where, what, otherwise)
        : Finding.fault(subject, where, what.substring(0, advice), what.substring(advice + 2));
  }
}
