package dev.sluice.trainer;

import dev.sluice.inference.InferenceException;
import dev.sluice.inference.Model;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.WarmUp;
import dev.sluice.sim.signal.AnomalyKind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a finished model file is worth, measured through the runtime that will run it.
 *
 * @param synthetic on simulated devices that it has not met
 * @param recall of each kind of anomaly among them
 * @param real on recorded series, by name
 * @param median time of one inference
 */
record Evaluation(
    ModelManifest manifest,
    Confusion synthetic,
    Map<AnomalyKind, Double> recall,
    Map<String, Confusion> real,
    Duration median) {
  private static final int TIMED_RUNS = 200;

  static Evaluation of(Model model, List<Example> examples, List<RealSeries> series)
      throws InferenceException {
    boolean[] alarms = alarms(model, examples);
    Map<String, Confusion> real = new LinkedHashMap<>();
    for (RealSeries one : series) {
      List<Example> frames = one.examples(model.manifest().input().window());
      real.put(one.name(), confusion(alarms(model, frames), frames));
    }
    return new Evaluation(
        model.manifest(),
        confusion(alarms, examples),
        recall(alarms, examples),
        real,
        WarmUp.median(model, TIMED_RUNS));
  }

  private static boolean[] alarms(Model model, List<Example> examples) throws InferenceException {
    String alarm = model.manifest().output().labels().get(1);
    boolean[] alarms = new boolean[examples.size()];
    for (int i = 0; i < alarms.length; i++) {
      alarms[i] = model.infer(examples.get(i).window()).label().equals(alarm);
    }
    return alarms;
  }

  private static Confusion confusion(boolean[] alarms, List<Example> examples) {
    Confusion confusion = Confusion.NONE;
    for (int i = 0; i < alarms.length; i++) {
      confusion = confusion.and(alarms[i], examples.get(i).anomalous());
    }
    return confusion;
  }

  private static Map<AnomalyKind, Double> recall(boolean[] alarms, List<Example> examples) {
    Map<AnomalyKind, Confusion> byKind = new EnumMap<>(AnomalyKind.class);
    for (int i = 0; i < alarms.length; i++) {
      if (examples.get(i).kind().isPresent()) {
        AnomalyKind kind = examples.get(i).kind().get();
        Confusion before = byKind.getOrDefault(kind, Confusion.NONE);
        byKind.put(kind, before.and(alarms[i], true));
      }
    }
    Map<AnomalyKind, Double> recall = new EnumMap<>(AnomalyKind.class);
    byKind.forEach((kind, confusion) -> recall.put(kind, confusion.recall()));
    return recall;
  }
}
