package dev.sluice.handbook;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of metrics in an expression of PromQL, and in what a program is scraped for. */
final class MetricNames {
  /** What stands in braces, quotes or brackets, and the labels of groupings, names no metric. */
  private static final Pattern ASIDE =
      Pattern.compile(
          "\"[^\"]*\"|'[^']*'|\\{[^}]*}|\\[[^]]*]"
              + "|\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");

  /** A word that is not called as a function. */
  private static final Pattern NAME =
      Pattern.compile("(?<![\\w.$])[a-zA-Z_:][\\w:]*(?!\\s*\\(|\\w)");

  private static final Set<String> KEYWORDS = Set.of("and", "or", "unless", "bool", "offset");

  private MetricNames() {}

  static Set<String> ofExpression(String expression) {
    Set<String> names = new TreeSet<>();
    Matcher name = NAME.matcher(ASIDE.matcher(expression).replaceAll(" "));
    while (name.find()) {
      if (!KEYWORDS.contains(name.group())) {
        names.add(name.group());
      }
    }
    return names;
  }

  /** In Prometheus's text format. */
  static Set<String> ofScrape(String scrape) {
    Set<String> names = new TreeSet<>();
    scrape
        .lines()
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .forEach(line -> names.add(line.replaceFirst("[{ ].*", "")));
    return names;
  }
}
