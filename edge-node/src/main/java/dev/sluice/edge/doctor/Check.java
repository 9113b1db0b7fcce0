package dev.sluice.edge.doctor;

import dev.sluice.doctor.Finding;
import java.util.List;

/** Looks at one kind of thing. */
public interface Check {
  /**
   * @return what was found, at least one finding for each thing that was looked at
   */
  List<Finding> run();
}
