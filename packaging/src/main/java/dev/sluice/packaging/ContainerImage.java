package dev.sluice.packaging;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/**
 * Writes a program with all that it runs on as an image, in the archive that {@code docker load}
 * and {@code podman load} take. No engine is needed, and no registry is asked.
 */
final class ContainerImage {
  private static final String ROOT = "0:0";
  private static final String SERVICE = ImageSettings.USER + ":" + ImageSettings.USER;

  private final Distribution distribution;
  private final String version;
  private final DebianBase bases;

  /** What changes together; the order is that in which they change, rarest first. */
  private enum Layer {
    SYSTEM,
    RUNTIME,
    LIBRARIES,
    PROGRAM;

    static Layer of(String path) {
      if (path.startsWith("usr/lib/jvm/")) {
        return RUNTIME;
      }
      if (path.matches("usr/lib/sluice-[a-z]+/(lib|native)/.*")) {
        return LIBRARIES;
      }
      return path.startsWith("usr/lib/sluice-") || isServices(path) ? PROGRAM : SYSTEM;
    }
  }

  ContainerImage(Distribution distribution, String version, DebianBase bases) {
    this.distribution = distribution;
    this.version = version;
    this.bases = bases;
  }

  /**
   * @param scratch an empty folder
   * @throws DebianBase.MissingException when there is nothing to build upon
   */
  void write(Program program, Platform platform, Path scratch, Path file) throws IOException {
    DebianBase.Unpacked unpacked = bases.of(platform);
    ImageSettings settings = ImageSettings.of(program, platform);
    FileTree tree = ImageTree.of(distribution, settings, unpacked, scratch);
    Path base = scratch.resolve("base.tar");
    new ImageBase(settings, distribution.time()).write(folders(), links(tree), base);
    JibContainerBuilder image =
        Jib.from(TarImage.at(base))
            .setFileEntriesLayers(layers(tree, Files.createDirectory(scratch.resolve("empty"))))
            .setCreationTime(distribution.time())
            .setUser(SERVICE)
            .setEntrypoint(settings.entryPoint())
            .setEnvironment(settings.environment())
            .setLabels(
                settings.labels(version, distribution.time().toString(), unpacked.packages()))
            .setVolumes(at(ImageSettings.CONFIG), at(ImageSettings.DATA))
            .setExposedPorts(settings.ports().stream().map(Port::tcp).collect(Collectors.toSet()));
    write(image, program.packageName() + ":" + tag(), scratch, file);
  }

  private static void write(JibContainerBuilder image, String name, Path scratch, Path file)
      throws IOException {
    try {
      image.containerize(
          Containerizer.to(TarImage.at(file).named(name))
              .setBaseImageLayersCache(scratch.resolve("base-cache"))
              .setApplicationLayersCache(scratch.resolve("layer-cache"))
              .setToolName("sluice package")
              .setOfflineMode(true));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (RegistryException
        | CacheDirectoryCreationException
        | ExecutionException
        | InvalidImageReferenceException e) {
      throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** Of the letters that a version may have, a tag may not have all. */
  private String tag() {
    return version.replaceAll("[+~]", "-");
  }

  private static AbsoluteUnixPath at(String path) {
    return AbsoluteUnixPath.get("/" + path);
  }

  private static boolean isServices(String path) {
    return path.startsWith(ImageSettings.CONFIG + "/");
  }

  /** What the service writes is its own; /tmp is anybody's. */
  private static List<ImageBase.Folder> folders() {
    return List.of(
        new ImageBase.Folder(ImageSettings.CONFIG, 0755, ImageSettings.USER),
        new ImageBase.Folder("tmp", 01777, 0),
        new ImageBase.Folder(ImageSettings.DATA, 0750, ImageSettings.USER));
  }

  private static List<FileTree.Link> links(FileTree tree) {
    return tree.items().stream()
        .filter(FileTree.Link.class::isInstance)
        .map(FileTree.Link.class::cast)
        .toList();
  }

  /**
   * @param empty a folder that stands for one that is named, so that it gets the rights that are
   *     wanted and not those of a folder that just has to be there
   */
  private List<FileEntriesLayer> layers(FileTree tree, Path empty) {
    Map<Layer, FileEntriesLayer.Builder> layers = new EnumMap<>(Layer.class);
    for (Layer layer : Layer.values()) {
      layers.put(layer, FileEntriesLayer.builder().setName(layer.name()));
    }
    layers
        .get(Layer.PROGRAM)
        .addEntry(empty, at(ImageSettings.CONFIG), permissions(0755), distribution.time(), SERVICE);
    for (FileTree.Item item : tree.items()) {
      if (item instanceof FileTree.Content content) {
        layers
            .get(Layer.of(content.path()))
            .addEntry(
                content.source(),
                at(content.path()),
                permissions(content.mode()),
                distribution.time(),
                isServices(content.path()) ? SERVICE : ROOT);
      }
    }
    return layers.values().stream().map(FileEntriesLayer.Builder::build).toList();
  }

  private static FilePermissions permissions(int mode) {
    return FilePermissions.fromOctalString(Integer.toOctalString(mode));
  }
}
