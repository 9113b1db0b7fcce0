package dev.sluice.edge.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which process listens on a TCP port, as Linux tells it in {@code /proc} (proc_pid_net(5)). The
 * files of other users' processes cannot be seen; elsewhere nothing can.
 */
final class SocketOwners {
  private static final Path PROC = Path.of("/proc");
  private static final String LISTENING = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  /**
   * @param name of the program
   */
  record Owner(long pid, String name) {}

  Optional<Owner> of(int port) {
    Set<String> sockets =
        Stream.of("tcp", "tcp6")
            .flatMap(table -> lines(PROC.resolve("net").resolve(table)).stream())
            .map(line -> line.strip().split("\\s+"))
            .filter(fields -> isListening(fields, port))
            .map(fields -> "socket:[" + fields[INODE] + "]")
            .collect(Collectors.toSet());
    return sockets.isEmpty() ? Optional.empty() : processWith(sockets);
  }

  private static boolean isListening(String[] fields, int port) {
    return fields.length > INODE
        && fields[STATE].equals(LISTENING)
        && fields[LOCAL_ADDRESS].endsWith(":%04X".formatted(port));
  }

  private static Optional<Owner> processWith(Set<String> sockets) {
    try (Stream<Path> processes = Files.list(PROC)) {
      return processes
          .filter(folder -> folder.getFileName().toString().matches("\\d+"))
          .filter(folder -> holds(folder.resolve("fd"), sockets))
          .findFirst()
          .map(
              folder ->
                  new Owner(
                      Long.parseLong(folder.getFileName().toString()),
                      String.join("", lines(folder.resolve("comm")))));
    } catch (IOException notLinux) {
      return Optional.empty();
    }
  }

  private static boolean holds(Path descriptors, Set<String> sockets) {
    // The JDK's stream would throw at a descriptor that is closed meanwhile.
    String[] names = descriptors.toFile().list();
    return names != null
        && Arrays.stream(names).anyMatch(name -> sockets.contains(target(descriptors, name)));
  }

  private static String target(Path descriptors, String name) {
    try {
      return Files.readSymbolicLink(descriptors.resolve(name)).toString();
    } catch (IOException closed) {
      return "";
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException gone) {
      return List.of();
    }
  }
}
