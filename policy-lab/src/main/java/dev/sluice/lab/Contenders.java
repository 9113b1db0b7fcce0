package dev.sluice.lab;

import dev.sluice.offload.Cascade;
import dev.sluice.offload.PlacementPolicy;
import dev.sluice.offload.Policies;
import dev.sluice.offload.lab.Baselines;
import dev.sluice.offload.lab.Contender;
import dev.sluice.offload.lab.Contender.Manner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Policies by the words of the command line: those of the product, and baselines beside them. */
final class Contenders {
  private static final String BUDGET = "budget=";
  private static final String CASCADE = "cascade(=0|=1|=0?\\.[0-9]{1,4})?";
  private static final double CASCADE_ORDINARY = 0.1;

  private Contenders() {}

  /**
   * Every word that {@link #named} knows, but for {@code budget=N}, N cloud requests a minute, and
   * {@code cascade=SHARE}.
   */
  static List<String> words() {
    return Stream.concat(Policies.words().stream(), Baselines.all().stream().map(Contender::name))
        .toList();
  }

  /**
   * In the order of the words, each once.
   *
   * @throws IllegalArgumentException for a word that is not in {@link #words}
   */
  static List<Contender> named(List<String> words) {
    List<Contender> contenders = new ArrayList<>();
    for (String word : words.stream().distinct().toList()) {
      contenders.add(named(word));
    }
    return contenders;
  }

  /** Asks the cloud from that share of changed answers on. */
  private static PlacementPolicy cascade(double beta) {
    return new Cascade(Policies.named("priced"), new Cascade.Terms(beta, beta, ""));
  }

  private static Contender named(String word) {
    Optional<Contender> baseline =
        Baselines.all().stream().filter(contender -> contender.name().equals(word)).findFirst();
    if (baseline.isPresent()) {
      return baseline.get();
    }
    if (word.matches(BUDGET + "[1-9][0-9]{0,7}")) {
      int perMinute = Integer.parseInt(word.substring(BUDGET.length()));
      return new Contender(word, Manner.DISPATCHER, seed -> Policies.budget(perMinute));
    }
    if (word.matches(CASCADE)) {
      String[] parts = word.split("=", 2);
      double beta = parts.length == 2 ? Double.parseDouble(parts[1]) : CASCADE_ORDINARY;
      return new Contender(word, Manner.CASCADE, seed -> cascade(beta));
    }
    if (!Policies.words().contains(word)) {
      throw new IllegalArgumentException(
          "unknown policy '"
              + word
              + "': use some of "
              + String.join(", ", words())
              + ", budget=N, cascade, cascade=SHARE");
    }
    return new Contender(word, Manner.DISPATCHER, seed -> Policies.named(word));
  }
}
