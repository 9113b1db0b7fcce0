package dev.sluice.bench.trial;

import dev.sluice.bench.load.LoadException;
import dev.sluice.bench.peer.BrokerProcess;

/** Something that is done to a running broker and gives figures. */
interface Trial {

  /**
   * @throws LoadException when the broker could not be driven to the end
   */
  Outcome run(BrokerProcess broker, Timing timing) throws LoadException;
}
