package dev.sluice.uplink;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How an edge node says that it is, for whoever looks at all of them. It comes from another machine
 * and is shown on terminals, so that each that exists is small and printable.
 *
 * @param version of its program
 * @param health in one word
 * @param policy that places its requests
 * @param uptimeSeconds at least 0
 * @param everyMs until the next report, {@link #EVERY_MS_MIN} to {@link #EVERY_MS_MAX}
 * @param models that it has, at most {@link #MODELS_MAX}
 * @param backlog what waits there now, by where; at most {@link #COUNTS_MAX}
 * @param answers since its start, by where they were made; at most {@link #COUNTS_MAX}
 * @param uplink which of its uplinks it takes; empty when it has one
 */
public record NodeReport(
    String version,
    String health,
    String policy,
    long uptimeSeconds,
    int everyMs,
    List<Model> models,
    Map<String, Long> backlog,
    Map<String, Long> answers,
    String uplink) {
  /** Longest text, in characters. */
  public static final int TEXT_CHARS_MAX = 64;

  public static final int MODELS_MAX = 32;
  public static final int COUNTS_MAX = 16;
  public static final int EVERY_MS_MIN = 100;
  public static final int EVERY_MS_MAX = 3_600_000;

  private static final Pattern WORD = Pattern.compile("[a-z][a-z-]{0,31}");

  /** One model and its version. */
  public record Model(String name, String version) {
    public Model {
      requireText(name, "model");
      requireText(version, "version of a model");
    }
  }

  public NodeReport {
    requireText(version, "version");
    requireText(policy, "policy");
    require(WORD.matcher(health).matches(), "health is no word");
    require(uptimeSeconds >= 0, "uptimeSeconds is negative");
    require(everyMs >= EVERY_MS_MIN && everyMs <= EVERY_MS_MAX, "everyMs is out of range");
    require(models.size() <= MODELS_MAX, "models are more than " + MODELS_MAX);
    models = List.copyOf(models);
    backlog = counts(backlog);
    answers = counts(answers);
    requireText(uplink, "uplink");
  }

  /** Of a node with one uplink. */
  public NodeReport(
      String version,
      String health,
      String policy,
      long uptimeSeconds,
      int everyMs,
      List<Model> models,
      Map<String, Long> backlog,
      Map<String, Long> answers) {
    this(version, health, policy, uptimeSeconds, everyMs, models, backlog, answers, "");
  }

  /** A text as a report can have it: cut, and with {@code ?} for what is not printable. */
  public static String text(String any) {
    StringBuilder text = new StringBuilder();
    any.codePoints()
        .limit(TEXT_CHARS_MAX)
        .map(point -> isPrintable(point) ? point : '?')
        .forEach(text::appendCodePoint);
    boolean halved =
        text.length() > TEXT_CHARS_MAX
            && Character.isHighSurrogate(text.charAt(TEXT_CHARS_MAX - 1));
    return text.substring(0, Math.min(text.length(), TEXT_CHARS_MAX - (halved ? 1 : 0)));
  }

  private static void requireText(String text, String field) {
    require(text.length() <= TEXT_CHARS_MAX, field + " is too long");
    require(text.codePoints().allMatch(NodeReport::isPrintable), field + " is not printable");
  }

  /** Control characters steer a terminal, and formatting ones turn its text around. */
  private static boolean isPrintable(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static Map<String, Long> counts(Map<String, Long> counts) {
    require(counts.size() <= COUNTS_MAX, "counts are more than " + COUNTS_MAX);
    counts.forEach(
        (word, count) -> {
          require(WORD.matcher(word).matches(), "a count has no word");
          require(count >= 0, "a count is negative");
        });
    return Collections.unmodifiableMap(new TreeMap<>(counts));
  }

  private static void require(boolean holds, String fault) {
    if (!holds) {
      throw new IllegalArgumentException(fault);
    }
  }
}
