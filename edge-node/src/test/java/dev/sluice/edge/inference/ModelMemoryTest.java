package dev.sluice.edge.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.edge.inference.ModelMemory.Copy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelMemoryTest {
  private final FakeRuntime runtime = new FakeRuntime();
  private final ModelVersion small = runtime.version("small", "1", 10);
  private final ModelVersion middle = runtime.version("middle", "1", 40);
  private final ModelVersion large = runtime.version("large", "1", 70);

  @Test
  void nothingIsFreedWithinTheBudget() {
    ModelMemory memory = new ModelMemory(120);
    assertThat(memory.use(small, 0)).isEmpty();
    assertThat(memory.use(middle, 0)).isEmpty();
    assertThat(memory.use(large, 0)).isEmpty();
    assertThat(memory.bytes()).isEqualTo(120);
  }

  @Test
  void whatWasUsedLeastRecentlyGoesFirst() {
    ModelMemory memory = new ModelMemory(100);
    memory.use(small, 0);
    memory.use(middle, 0);
    memory.use(small, 0);
    assertThat(memory.use(large, 0)).containsExactly(new Copy(middle, 0));
    assertThat(memory.bytes()).isEqualTo(80);
  }

  @Test
  void copiesOfTwoWorkersCountTwice() {
    ModelMemory memory = new ModelMemory(79);
    memory.use(middle, 0);
    assertThat(memory.use(middle, 1)).containsExactly(new Copy(middle, 0));
  }

  @Test
  void whatIsLargerThanTheBudgetRunsAlone() {
    ModelMemory memory = new ModelMemory(50);
    memory.use(small, 0);
    assertThat(memory.use(large, 0)).containsExactly(new Copy(small, 0));
    assertThat(memory.use(large, 0)).isEmpty();
  }

  @Test
  void aForgottenVersionCountsNoMore() {
    ModelMemory memory = new ModelMemory(200);
    memory.use(middle, 0);
    memory.use(middle, 1);
    memory.use(small, 1);
    memory.forget(middle);
    assertThat(memory.bytes()).isEqualTo(10);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void staysWithinTheBudgetWhateverIsUsed(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<ModelVersion> versions = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      versions.add(runtime.version("m" + i, "1", random.nextLong(1, 60)));
    }
    ModelMemory memory = new ModelMemory(100);
    Set<Copy> held = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      Copy used = new Copy(versions.get(random.nextInt(8)), random.nextInt(2));
      List<Copy> freed = memory.use(used.version(), used.worker());
      held.add(used);
      assertThat(held).as("seed %d, step %d", seed, i).containsAll(freed);
      freed.forEach(held::remove);
      assertThat(held).contains(used);
      assertThat(memory.bytes())
          .isEqualTo(held.stream().mapToLong(copy -> copy.version().bytes()).sum())
          .isLessThanOrEqualTo(100);
    }
  }
}
