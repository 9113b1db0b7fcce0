package dev.sluice.handbook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The part of a document between two marks, which a command writes and nobody else. */
record GeneratedPart(Path document, String name) {
  private String begin() {
    return "<!-- written by ./sluice handbook " + name + " -->\n";
  }

  private static final String END = "<!-- end of what was written -->";

  String read() throws IOException {
    String text = Files.readString(document);
    return text.substring(from(text), to(text));
  }

  void write(String part) throws IOException {
    String text = Files.readString(document);
    Files.writeString(document, text.substring(0, from(text)) + part + text.substring(to(text)));
  }

  private int from(String text) throws IOException {
    int at = text.indexOf(begin());
    if (at < 0) {
      throw new IOException(document + ": holds no line " + begin().strip());
    }
    return at + begin().length();
  }

  private int to(String text) throws IOException {
    int at = text.indexOf(END, from(text));
    if (at < 0) {
      throw new IOException(document + ": holds no line " + END);
    }
    return at;
  }
}
