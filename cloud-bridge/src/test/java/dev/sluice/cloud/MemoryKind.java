package dev.sluice.cloud;

import dev.sluice.target.Outcome;
import dev.sluice.target.Target;
import dev.sluice.target.TargetKind;
import dev.sluice.target.TargetRecord;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** An engine in memory, which refuses the stream that its settings say, and is away for another. */
public final class MemoryKind implements TargetKind {
  static final List<TargetRecord> TAKEN = new CopyOnWriteArrayList<>();

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public Target open(Map<String, String> settings) {
    if (settings.containsKey("port")) {
      throw new IllegalArgumentException("port: is no setting of memory");
    }
    if (!settings.containsKey("refuses")) {
      throw new IllegalArgumentException("refuses: is missing; name a stream");
    }
    String refused = settings.get("refuses");
    return new Target() {
      @Override
      public long recordBytesMax() {
        return 1_000;
      }

      @Override
      public void put(TargetRecord record, Consumer<Outcome> done) {
        if (record.destination().equals(refused)) {
          done.accept(new Outcome.Refused(refused));
        } else if (record.destination().equals("away")) {
          done.accept(new Outcome.Unavailable("away"));
        } else {
          TAKEN.add(record);
          done.accept(new Outcome.Confirmed());
        }
      }

      @Override
      public void close() {}
    };
  }
}
