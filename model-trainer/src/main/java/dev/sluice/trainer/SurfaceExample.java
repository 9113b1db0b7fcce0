package dev.sluice.trainer;

import dev.sluice.inference.ImageInput;
import dev.sluice.inference.MalformedPayloadException;
import dev.sluice.inference.Model;
import dev.sluice.inference.PayloadDecoder;
import dev.sluice.sim.signal.SurfaceDefect;
import dev.sluice.sim.signal.SurfaceSignal;
import dev.sluice.trainer.Example.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A piece as a camera sees it, with the truth about it.
 *
 * @param image grey levels, row by row
 */
record SurfaceExample(float[] image, Optional<SurfaceDefect> defect) {

  boolean defective() {
    return defect.isPresent();
  }

  /** What the model sees of it, by the way that a gateway takes. */
  float[] features(Model model) {
    byte[] raw = new byte[image.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) image[i];
    }
    try {
      ImageInput input = model.manifest().input().image().orElseThrow();
      return PayloadDecoder.image(input).decode(raw).values();
    } catch (MalformedPayloadException e) {
      throw new IllegalStateException("raw bytes of the camera's own size", e);
    }
  }

  /**
   * @param seeds one per camera
   */
  static List<SurfaceExample> simulated(Seeds seeds, int pieces) {
    var examples = new ArrayList<SurfaceExample>(seeds.count() * pieces);
    for (long seed = seeds.first(); seed < seeds.first() + seeds.count(); seed++) {
      var camera = new SurfaceSignal(seed);
      for (int i = 0; i < pieces; i++) {
        float[] image = camera.next().orElseThrow().values();
        examples.add(new SurfaceExample(image, camera.defect()));
      }
    }
    return examples;
  }
}
