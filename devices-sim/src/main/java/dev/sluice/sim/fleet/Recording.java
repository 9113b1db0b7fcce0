package dev.sluice.sim.fleet;

import dev.sluice.sim.signal.CsvSeries;
import dev.sluice.sim.signal.LabelWindows;
import java.util.Optional;

/** A recorded series and, where somebody labelled it, its anomalies. */
record Recording(CsvSeries series, Optional<LabelWindows> labels) {}
