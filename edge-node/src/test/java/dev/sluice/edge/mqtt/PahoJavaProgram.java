package dev.sluice.edge.mqtt;

import dev.sluice.edge.mqtt.Device.Library;
import dev.sluice.edge.mqtt.Device.Received;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The Java clients of Eclipse Paho as a program.
 *
 * <pre>
 * sub URI 311|5 CLIENT-ID FILTER    prints each payload as a line
 * pub URI 311|5 TOPIC QOS PAYLOAD
 * </pre>
 */
final class PahoJavaProgram {
  private PahoJavaProgram() {}

  public static void main(String[] arguments) throws Exception {
    Library library = arguments[2].equals("5") ? Library.PAHO_5 : Library.PAHO_3;
    if (arguments[0].equals("sub")) {
      print(library.device(arguments[1], arguments[3]), arguments[4]);
    } else {
      try (Device device = library.device(arguments[1], "pub")) {
        device.connect("");
        byte[] payload = Device.utf8(arguments[5]);
        device.publish(arguments[3], payload, Integer.parseInt(arguments[4]), false);
      }
    }
  }

  private static void print(Device device, String filter) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    device.connect("");
    device.subscribe(filter, 2);
    while (device.isConnected()) {
      Optional<Received> next = device.poll();
      next.ifPresent(message -> out.println(message.text()));
    }
  }
}
