package dev.sluice.edge;

import dev.sluice.inference.ImageInput;
import dev.sluice.inference.ModelFile;
import dev.sluice.inference.OnnxFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A manifest and a route that are about to be written for somebody's own model.
 *
 * @param labels of the score's two ends
 */
record ModelDraft(
    String name,
    String version,
    Path graph,
    byte[] bytes,
    OnnxFile.Needs needs,
    List<String> labels,
    float threshold) {

  Path manifestFile() {
    return graph.resolveSibling(name + ".model.yaml");
  }

  String manifest() {
    return """
        name: %s
        version: "%s"
        file: %s
        # Of the file; a model that does not match is not loaded.
        sha256: %s
        input:
          tensor: "%s"
        %s
        output:
          # float32 [1, 1]: a score from 0 to 1.
          tensor: "%s"
          # Below the threshold, at or above it.
          labels: ["%s", "%s"]
          threshold: %s
        """
        .formatted(
            name,
            version,
            graph.getFileName(),
            ModelFile.sha256(bytes),
            needs.input().tensor(),
            needs
                .input()
                .image()
                .map(ModelDraft::image)
                .orElseGet(this::window)
                .indent(2)
                .stripTrailing(),
            needs.output(),
            labels.get(0),
            labels.get(1),
            threshold);
  }

  private String window() {
    return "# float32 [1, window], oldest value first.\nwindow: " + needs.input().window();
  }

  private static String image(ImageInput image) {
    return """
        image:
          width: %d
          height: %d
          colour: %s
          layout: %s
          # A sample of 0 to 255 becomes (sample / 255 - mean) / deviation.
          mean: %s
          deviation: %s
        """
        .formatted(
            image.width(),
            image.height(),
            image.colour().word(),
            image.layout().word(),
            list(image.mean()),
            list(image.deviation()))
        .stripTrailing();
  }

  private static String list(List<Float> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
  }

  /** For the policy file. */
  String route(String topic, String deadline) {
    return """
          - name: %s
            topic: "%s"
            model: %s
            deadline: %s
        """
        .formatted(
            name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"), topic, name, deadline);
  }
}
