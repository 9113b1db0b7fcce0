package dev.sluice.trainer;

import dev.sluice.inference.InferenceException;
import dev.sluice.inference.Model;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.WarmUp;
import dev.sluice.sim.signal.AnomalyKind;
import dev.sluice.trainer.Example.Seeds;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a finished model file is worth, measured through the runtime that will run it.
 *
 * @param machines on simulated vibration sensors that it has not met
 * @param recall of each kind of anomaly among them
 * @param processes on simulated slow quantities that it has not met
 * @param real on recorded series, by name
 * @param median time of one inference
 */
record Evaluation(
    ModelManifest manifest,
    Confusion machines,
    Map<AnomalyKind, Double> recall,
    Confusion processes,
    Map<String, Confusion> real,
    Duration median) {
  private static final int TIMED_RUNS = 100;

  /**
   * @param unseen devices of neither training nor validation
   */
  static Evaluation of(Model model, Seeds unseen, List<RealSeries> series)
      throws InferenceException {
    int window = model.manifest().input().window();
    List<Example> machines = Example.machines(unseen, Training.FRAMES_PER_DEVICE, window);
    List<Example> processes = Example.processes(unseen, Training.FRAMES_PER_DEVICE, window);
    boolean[] alarms = alarms(model, machines);
    Map<String, Confusion> real = new LinkedHashMap<>();
    for (RealSeries one : series) {
      real.put(one.name(), confusion(model, one.examples(window)));
    }
    return new Evaluation(
        model.manifest(),
        confusion(alarms, machines),
        recall(alarms, machines),
        confusion(model, processes),
        real,
        WarmUp.median(model, TIMED_RUNS));
  }

  /** On all recorded series together. */
  Confusion allReal() {
    return real.values().stream().reduce(Confusion.NONE, Confusion::plus);
  }

  private static Confusion confusion(Model model, List<Example> examples)
      throws InferenceException {
    return confusion(alarms(model, examples), examples);
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
