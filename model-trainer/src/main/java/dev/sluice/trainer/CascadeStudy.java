package dev.sluice.trainer;

import dev.sluice.inference.ModelManifest.Output;
import dev.sluice.offload.Cascade;
import dev.sluice.offload.Policies;
import dev.sluice.trainer.Opinions.Scores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What second opinions are worth: the share of frames for which the large model is asked, and the
 * F1 that comes of it. Everything that is chosen (alarm thresholds of both models, bins, thresholds
 * of the cascade) is chosen on the training part; the test part is looked at once.
 */
final class CascadeStudy {
  /** Shares of second opinions that rules are fitted for, in hundredths. */
  private static final int BUDGET_STEP = 5;

  private static final int LEVELS = 40;
  private static final int RANDOM_DRAWS = 50;
  private static final String ALARM = "anomaly";
  private static final List<String> LABELS = List.of("normal", ALARM);

  private final List<Opinions> training;
  private final List<Opinions> test;

  /**
   * @param budget the share that the rule was fitted for
   * @param share of second opinions on the test part
   * @param from the one threshold of the rule, as the policy file takes it; NaN where it has none
   */
  record Point(double budget, double share, double f1, double from) {
    /** Of a rule that has no single threshold. */
    Point(double budget, double share, double f1) {
      this(budget, share, f1, Double.NaN);
    }
  }

  /** A rule's points, by budget. */
  record Curve(String rule, List<Point> points) {}

  /** What one series gave; all F1 on its later part. */
  record Result(
      String data,
      int trainingFrames,
      int testFrames,
      int testAnomalous,
      float firstThreshold,
      float secondThreshold,
      double firstF1,
      double secondF1,
      List<Curve> curves) {
    static final double BUDGET = 0.3;

    /** The last point of the curve at which no more than 30 % were asked. */
    Optional<Point> within(Curve curve) {
      return curve.points().stream()
          .filter(point -> point.share() <= BUDGET)
          .reduce((before, point) -> point);
    }

    /**
     * The part of the gap between the two models that the cascade recovers at a budget of 30 %; NaN
     * where there is no gap.
     */
    double recovered(Curve curve) {
      double f1 = within(curve).map(Point::f1).orElse(firstF1);
      return secondF1 > firstF1 ? (f1 - firstF1) / (secondF1 - firstF1) : Double.NaN;
    }
  }

  private CascadeStudy(List<Opinions> training, List<Opinions> test) {
    this.training = training;
    this.test = test;
  }

  static Result of(String data, List<Scores> training, List<Scores> test) {
    float first = alarmThreshold(training, Scores::first);
    float second = alarmThreshold(training, Scores::second);
    Output small = new Output("score", LABELS, first);
    Output large = new Output("score", LABELS, second);
    var study =
        new CascadeStudy(Opinions.of(training, small, large), Opinions.of(test, small, large));
    return new Result(
        data,
        training.size(),
        test.size(),
        (int) test.stream().filter(Scores::anomalous).count(),
        first,
        second,
        f1(study.test, all(study.test.size(), false)),
        f1(study.test, all(study.test.size(), true)),
        study.curves());
  }

  private List<Curve> curves() {
    var curves = new ArrayList<>(cascades());
    shift().ifPresent(curves::add);
    curves.add(confidence());
    curves.add(random());
    return List.copyOf(curves);
  }

  /** The hundredth that gives the best F1; of equally good ones the lowest. */
  private static float alarmThreshold(List<Scores> scores, ToDoubleFunction<Scores> score) {
    float best = 0.5f;
    double bestF1 = -1;
    for (int step = 1; step < 100; step++) {
      float threshold = step / 100f;
      Confusion confusion = Confusion.NONE;
      for (Scores one : scores) {
        confusion = confusion.and(score.applyAsDouble(one) >= threshold, one.anomalous());
      }
      if (confusion.f1() > bestF1) {
        bestF1 = confusion.f1();
        best = threshold;
      }
    }
    return best;
  }

  private static boolean[] all(int size, boolean asked) {
    boolean[] all = new boolean[size];
    Arrays.fill(all, asked);
    return all;
  }

  private static double f1(List<Opinions> opinions, boolean[] asked) {
    Confusion confusion = Confusion.NONE;
    for (int i = 0; i < asked.length; i++) {
      Opinions one = opinions.get(i);
      String label = (asked[i] ? one.second() : one.first()).label();
      confusion = confusion.and(label.equals(ALARM), one.anomalous());
    }
    return confusion.f1();
  }

  private static double share(boolean[] asked) {
    return (double) IntStream.range(0, asked.length).filter(i -> asked[i]).count() / asked.length;
  }

  /** The gateway's own rule, with the one threshold, or the two, that its terms allow. */
  private List<Curve> cascades() {
    Cascade learned = new Cascade(Policies.named("priced"), new Cascade.Terms(0, 0, ALARM));
    training.forEach(
        one -> learned.learn(one.first().label(), one.first().confidence(), one.differ()));
    ToDoubleFunction<Opinions> gain =
        one -> learned.gain(one.first().label(), one.first().confidence());
    double[] levels = levels(gain);
    var one = new ArrayList<Point>();
    var two = new ArrayList<Point>();
    for (int step = 0; step <= 100; step += BUDGET_STEP) {
      double budget = step / 100.0;
      one.add(withinBudget(gain, levels, budget));
      two.add(bestWithinBudget(gain, levels, budget));
    }
    return List.of(new Curve("gain", one), new Curve("gain by label", two));
  }

  /** By what the signal does, whatever the model says; empty for images. */
  private Optional<Curve> shift() {
    if (training.stream().noneMatch(one -> one.shift() > 0)) {
      return Optional.empty();
    }
    double[] levels = levels(Opinions::shift);
    var points = new ArrayList<Point>();
    for (int budget = 0; budget <= 100; budget += BUDGET_STEP) {
      points.add(withinBudget(Opinions::shift, levels, budget / 100.0));
    }
    return Optional.of(new Curve("shift", points));
  }

  /** One threshold: the lowest that keeps to the budget. */
  private Point withinBudget(ToDoubleFunction<Opinions> gain, double[] levels, double budget) {
    for (double beta : levels) {
      if (share(asked(training, gain, beta, beta)) <= budget) {
        return point(budget, gain, beta, beta);
      }
    }
    throw new IllegalStateException("the last level is above all gains");
  }

  private Point point(
      double budget, ToDoubleFunction<Opinions> gain, double missed, double falseAlarm) {
    boolean[] asked = asked(test, gain, missed, falseAlarm);
    double from = missed == falseAlarm ? missed : Double.NaN;
    return new Point(budget, share(asked), f1(test, asked), from);
  }

  /** Values of the gain that tell training frames apart, and one that is above all. */
  private double[] levels(ToDoubleFunction<Opinions> gain) {
    double[] distinct = training.stream().mapToDouble(gain).sorted().distinct().toArray();
    int count = Math.min(LEVELS, distinct.length);
    double[] levels = new double[count + 1];
    for (int i = 0; i < count; i++) {
      levels[i] = distinct[(int) ((long) i * distinct.length / count)];
    }
    levels[count] = Double.POSITIVE_INFINITY;
    return levels;
  }

  /** Two thresholds: those of the best F1 on the training part. */
  private Point bestWithinBudget(ToDoubleFunction<Opinions> gain, double[] levels, double budget) {
    double bestF1 = -1;
    double bestMissed = Double.POSITIVE_INFINITY;
    double bestFalseAlarm = Double.POSITIVE_INFINITY;
    for (double missed : levels) {
      for (double falseAlarm : levels) {
        boolean[] asked = asked(training, gain, missed, falseAlarm);
        double f1 = share(asked) <= budget ? f1(training, asked) : -1;
        if (f1 > bestF1) {
          bestF1 = f1;
          bestMissed = missed;
          bestFalseAlarm = falseAlarm;
        }
      }
    }
    return point(budget, gain, bestMissed, bestFalseAlarm);
  }

  private static boolean[] asked(
      List<Opinions> opinions, ToDoubleFunction<Opinions> gain, double missed, double falseAlarm) {
    boolean[] asked = new boolean[opinions.size()];
    for (int i = 0; i < asked.length; i++) {
      Opinions one = opinions.get(i);
      double beta = one.first().label().equals(ALARM) ? falseAlarm : missed;
      asked[i] = gain.applyAsDouble(one) >= beta;
    }
    return asked;
  }

  /** What KubeEdge Sedna and Groundlight do: one threshold on the confidence itself. */
  private Curve confidence() {
    double[] sorted =
        training.stream().mapToDouble(one -> one.first().confidence()).sorted().toArray();
    var points = new ArrayList<Point>();
    for (int budget = 0; budget <= 100; budget += BUDGET_STEP) {
      int within = budget * sorted.length / 100;
      double below = within == sorted.length ? 2 : sorted[within];
      boolean[] asked = new boolean[test.size()];
      for (int i = 0; i < asked.length; i++) {
        asked[i] = test.get(i).first().confidence() < below;
      }
      points.add(new Point(budget / 100.0, share(asked), f1(test, asked)));
    }
    return new Curve("confidence", points);
  }

  /** Whom chance picks: what any rule has to beat. The mean of many draws. */
  private Curve random() {
    var random = new SplittableRandom(1);
    var points = new ArrayList<Point>();
    for (int budget = 0; budget <= 100; budget += BUDGET_STEP) {
      double sum = 0;
      for (int draw = 0; draw < RANDOM_DRAWS; draw++) {
        boolean[] asked = new boolean[test.size()];
        for (int i = 0; i < asked.length; i++) {
          asked[i] = random.nextDouble() < budget / 100.0;
        }
        sum += f1(test, asked);
      }
      points.add(new Point(budget / 100.0, budget / 100.0, sum / RANDOM_DRAWS));
    }
    return new Curve("random", points);
  }
}
