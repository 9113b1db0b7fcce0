package dev.sluice.edge.cloudlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WayChoiceTest {
  private static final long WAIT = 100;
  private final WayChoice choice = new WayChoice(3, WAIT);

  private void lose(boolean silent, long now) {
    choice.onLost(silent, now);
  }

  /** Takes the second way, which works from then on. */
  private void workOnSecond(long now) {
    lose(false, now);
    choice.onWorks(now);
    assertThat(choice.current()).isEqualTo(1);
  }

  private OptionalInt answered(long fromNow, long toNow) {
    choice.onProbe(0, true, fromNow);
    choice.onProbe(0, true, toNow);
    return choice.failBack(toNow);
  }

  @Test
  void beginsWithTheMostPreferredAndTriesEachOnceBeforeALongerPause() {
    assertThat(choice.current()).isZero();
    assertThat(choice.onLost(false, 0)).isFalse();
    assertThat(choice.current()).isEqualTo(1);
    assertThat(choice.onLost(false, 0)).isFalse();
    assertThat(choice.current()).isEqualTo(2);
    assertThat(choice.onLost(false, 0)).isTrue();
    assertThat(choice.current()).isZero();
  }

  @Test
  void aWayThatLastedIsTriedAgainFirstWhenItBreaks() {
    choice.onWorks(0);
    lose(false, WAIT);
    assertThat(choice.current()).isZero();
    lose(false, WAIT);
    assertThat(choice.current()).isEqualTo(1);
  }

  @Test
  void aWayThatIsSilentOrBrokeSoonIsNot() {
    choice.onWorks(0);
    lose(true, WAIT);
    assertThat(choice.current()).isEqualTo(1);
    choice.onWorks(WAIT);
    lose(false, WAIT + 1);
    assertThat(choice.current()).isZero();
  }

  @Test
  void goesBackToAPreferredWayThatAnswersWithoutAGap() {
    workOnSecond(0);
    assertThat(answered(10, 10 + WAIT - 1)).isEmpty();
    choice.onProbe(0, false, 10 + WAIT);
    assertThat(answered(20 + WAIT, 19 + 2 * WAIT)).isEmpty();
    assertThat(choice.failBack(20 + 2 * WAIT)).hasValue(0);
    assertThat(choice.current()).isZero();
  }

  @Test
  void neverGoesBackToALessPreferredOneNorFromOneThatDoesNotWork() {
    workOnSecond(0);
    choice.onProbe(0, true, 1);
    lose(true, 5);
    assertThat(choice.failBack(10 * WAIT)).isEmpty();
    choice.onWorks(10 * WAIT);
    choice.onProbe(2, true, 10 * WAIT);
    assertThat(choice.current()).isZero();
    assertThat(choice.failBack(20 * WAIT)).isEmpty();
  }

  @Test
  void whatFailsAfterItWasGoneBackToWaitsTwiceAsLongAndIsForgivenWhenItLasts() {
    workOnSecond(0);
    assertThat(answered(0, WAIT)).hasValue(0);
    lose(true, WAIT + 1);
    assertThat(choice.current()).isEqualTo(1);
    choice.onWorks(1_000);
    assertThat(answered(1_000, 1_000 + 2 * WAIT - 1)).isEmpty();
    assertThat(choice.failBack(1_000 + 2 * WAIT)).hasValue(0);
    choice.onWorks(2_000);
    lose(true, 2_000 + WAIT);
    choice.onWorks(3_000);
    assertThat(answered(3_000, 3_000 + WAIT)).hasValue(0);
  }

  @Test
  void anOutageOfAllDoesNotMakeThePreferredOneWaitLonger() {
    for (int i = 0; i < 30; i++) {
      lose(false, i);
    }
    workOnSecond(100);
    assertThat(answered(100, 100 + WAIT)).hasValue(0);
  }

  @Test
  void oneWayIsAlwaysThatWay() {
    WayChoice one = new WayChoice(1, WAIT);
    assertThat(one.onLost(false, 0)).isTrue();
    one.onWorks(1);
    assertThat(one.onLost(true, 2)).isTrue();
    assertThat(one.current()).isZero();
    assertThat(one.switches()).isZero();
    assertThat(one.betterOnes()).isZero();
  }

  /** Ways go and come at random; in the end the best one of those that stay is taken. */
  @Test
  void findsTheBestOneThatAnswersWhateverHappened() {
    for (long seed = 1; seed <= 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      WayChoice any = new WayChoice(4, WAIT);
      boolean[] alive = new boolean[4];
      long now = 0;
      for (int i = 0; i < 300; i++) {
        alive[random.nextInt(4)] = random.nextBoolean();
        now = turn(any, alive, now, random);
      }
      int best = random.nextInt(4);
      for (int way = 0; way < 4; way++) {
        alive[way] = way >= best;
      }
      for (int i = 0; i < 4_000; i++) {
        now = turn(any, alive, now, random);
      }
      assertThat(any.works()).as("seed %d", seed).isTrue();
      assertThat(any.current()).as("seed %d", seed).isEqualTo(best);
    }
  }

  private static long turn(WayChoice any, boolean[] alive, long now, SplittableRandom random) {
    if (alive[any.current()]) {
      any.onWorks(now);
    } else {
      any.onLost(random.nextBoolean(), now);
    }
    for (int way = 0; way < any.betterOnes(); way++) {
      any.onProbe(way, alive[way], now);
    }
    any.failBack(now);
    return now + 1 + random.nextInt(10);
  }
}
