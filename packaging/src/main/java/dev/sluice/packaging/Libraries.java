package dev.sluice.packaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The jars of a program for one platform. Native libraries are taken out of their jars and lie
 * beside them, those of this platform only: nothing is unpacked at each start, and a package holds
 * no megabytes for other machines.
 */
final class Libraries {
  private static final String ONNX_RUNTIME = "ai/onnxruntime/native/";
  private static final String NETTY = "META-INF/native/";
  private static final String NETTY_NATIVE_JAR =
      "netty-transport-native-(epoll|kqueue)-.*-(linux|osx)-.*";

  private final Platform platform;
  private final LocalDateTime time;

  /**
   * @param time of entries that are written
   */
  Libraries(Platform platform, LocalDateTime time) {
    this.platform = platform;
    this.time = time;
  }

  /**
   * Adds {@code lib/} and {@code native/}.
   *
   * @param own jars of the program and its engines, others are in {@code lib} beside each; what
   *     several need is there once
   * @param name of the jar that stands for all of them on a class path
   */
  void addTo(FileTree tree, List<Path> own, String name) throws IOException {
    Map<String, Path> jars = new LinkedHashMap<>();
    for (Path main : own) {
      jars.putIfAbsent(main.getFileName().toString(), main);
      for (Path jar : jarsIn(main.resolveSibling("lib"))) {
        jars.putIfAbsent(jar.getFileName().toString(), jar);
      }
    }
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, Path> jar : jars.entrySet()) {
      if (add(tree, jar.getValue())) {
        names.add(jar.getKey());
      }
    }
    tree.write("lib/" + name, classPathJar(names), FileTree.PLAIN);
  }

  /**
   * The largest last: a JVM that looks for a file opens one jar after the other until it is found,
   * and the largest ones, for certificates, are signed, with a megabyte of digests to read.
   */
  private static List<Path> jarsIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .sorted(
              Comparator.<Path>comparingLong(file -> file.toFile().length())
                  .thenComparing(Comparator.naturalOrder()))
          .toList();
    }
  }

  /** False when nothing of the jar is left on the class path. */
  private boolean add(FileTree tree, Path jar) throws IOException {
    String name = jar.getFileName().toString();
    if (name.matches(NETTY_NATIVE_JAR)) {
      if (name.contains(platform.netty())) {
        takeOut(tree, jar, NETTY);
      }
      return false;
    }
    if (name.startsWith("onnxruntime-")) {
      takeOut(tree, jar, ONNX_RUNTIME + platform.onnxRuntime() + "/");
      tree.write("lib/" + name, without(jar, ONNX_RUNTIME), FileTree.PLAIN);
    } else {
      tree.add("lib/" + name, jar);
    }
    return true;
  }

  /** Native libraries of a folder of the jar. */
  private static void takeOut(FileTree tree, Path jar, String folder) throws IOException {
    int before = tree.items().size();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(file.entries())) {
        String name = entry.getName();
        if (name.startsWith(folder) && name.endsWith(".so")) {
          try (InputStream in = file.getInputStream(entry)) {
            tree.write(
                "native/" + name.substring(folder.length()), in.readAllBytes(), FileTree.PLAIN);
          }
        }
      }
    }
    if (tree.items().size() == before) {
      throw new IOException(jar + " holds no native library in " + folder);
    }
  }

  private byte[] without(Path jar, String folder) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarFile file = new JarFile(jar.toFile());
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (ZipEntry entry : Collections.list(file.entries())) {
        if (!entry.getName().startsWith(folder) && !entry.isDirectory()) {
          out.putNextEntry(entry(entry.getName()));
          try (InputStream in = file.getInputStream(entry)) {
            in.transferTo(out);
          }
        }
      }
    }
    return bytes.toByteArray();
  }

  /**
   * An empty jar that names the others: class paths stay short, for ONNX Runtime crashes on long
   * command lines, and in one order, for a class-data archive fits one class path only.
   */
  private byte[] classPathJar(List<String> names) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.CLASS_PATH, String.join(" ", names));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.putNextEntry(entry(JarFile.MANIFEST_NAME));
      manifest.write(out);
    }
    return bytes.toByteArray();
  }

  private ZipEntry entry(String name) {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(time);
    return entry;
  }
}
