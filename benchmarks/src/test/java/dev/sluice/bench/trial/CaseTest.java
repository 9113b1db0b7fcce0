package dev.sluice.bench.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CaseTest {

  private static List<String> called(String word) {
    return Catalogue.all(5_000, 9_000).stream()
        .filter(each -> each.isCalled(word))
        .map(Case::name)
        .toList();
  }

  @Test
  void aNameMeansOneCase() {
    assertThat(called("pairs-q1")).containsExactly("pairs-q1");
  }

  @Test
  void aGroupMeansAllOfIt() {
    assertThat(called("trie")).containsExactly("trie-10", "trie-1000", "trie-100000");
  }

  @Test
  void aStarStandsForAnything() {
    assertThat(called("fan-*-one-q2")).containsExactly("fan-in-one-q2", "fan-out-one-q2");
  }

  @Test
  void noTwoCasesShareAName() {
    Stream<String> names = Catalogue.all(5_000, 9_000).stream().map(Case::name);
    assertThat(names).doesNotHaveDuplicates();
  }
}
