package dev.sluice.handbook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Markdown file as what one would type from it. Commands are the lines of fenced blocks marked
 * {@code sh}, and those behind {@code $ } in blocks marked {@code console}. A comment before a
 * block may say {@code <!-- not run: reason -->}, {@code <!-- with: COMMAND -->} for a program that
 * the text takes to be running, {@code <!-- after: COMMAND -->} for one that has run and is
 * stopped, or {@code <!-- exit: CODE -->}.
 *
 * @param path of the file
 */
record Document(Path path, List<Command> commands) {
  private static final Pattern MARK = Pattern.compile("<!-- (not run|with|after|exit): (.+) -->");
  private static final Pattern FENCE = Pattern.compile("```(sh|console)?.*");
  private static final Pattern COMMENT = Pattern.compile("(?:^|\\s+)# .*$");
  private static final String PROMPT = "$ ";

  /** Ends what runs in the background. */
  static final String STOP = "#stop";

  /**
   * What one types in one go.
   *
   * @param line of the document, from 1
   * @param section number of the {@code ##} heading above
   * @param notRun why not
   * @param exitCode that is expected
   */
  record Command(int line, int section, String text, Optional<String> notRun, int exitCode) {
    boolean isBackground() {
      return text.endsWith("&") && !text.endsWith("&&");
    }
  }

  static Document read(Path path) throws IOException {
    return new Reader(path).read(Files.readAllLines(path));
  }

  /** Goes through the lines once. */
  private static final class Reader {
    private final Path path;
    private final List<Command> commands = new ArrayList<>();
    private Optional<String> notRun = Optional.empty();
    private List<String> with = new ArrayList<>();
    private int exitCode;
    private int section;
    private String fence = "";
    private StringBuilder open = new StringBuilder();
    private int openLine;

    Reader(Path path) {
      this.path = path;
    }

    Document read(List<String> lines) {
      for (int i = 0; i < lines.size(); i++) {
        line(lines.get(i), i + 1);
      }
      return new Document(path, List.copyOf(commands));
    }

    private void line(String line, int number) {
      if (!fence.isEmpty()) {
        inside(line, number);
        return;
      }
      Matcher mark = MARK.matcher(line);
      Matcher start = FENCE.matcher(line);
      if (mark.matches()) {
        note(mark.group(1), mark.group(2));
      } else if (start.matches()) {
        fence = start.group(1) == null ? "other" : start.group(1);
        if (!fence.equals("other")) {
          with.forEach(command -> add(command, number, 0, Optional.empty()));
        }
      } else if (line.startsWith("## ")) {
        section++;
      }
    }

    private void note(String kind, String text) {
      switch (kind) {
        case "not run" -> notRun = Optional.of(text);
        case "with" -> with.add(text + " &");
        case "after" -> with.addAll(List.of(text + " &", STOP));
        default -> exitCode = Integer.parseInt(text);
      }
    }

    private void inside(String line, int number) {
      if (line.startsWith("```")) {
        fence = "";
        notRun = Optional.empty();
        with = new ArrayList<>();
        exitCode = 0;
      } else if (fence.equals("sh") || (fence.equals("console") && !open.isEmpty())) {
        typed(line, number);
      } else if (fence.equals("console") && line.startsWith(PROMPT)) {
        typed(line.substring(PROMPT.length()), number);
      }
    }

    /** A backslash at the end goes on in the next line. */
    private void typed(String line, int number) {
      if (open.isEmpty()) {
        openLine = number;
      }
      if (line.endsWith("\\")) {
        open.append(line, 0, line.length() - 1);
        return;
      }
      String text = COMMENT.matcher(open + line).replaceFirst("").strip();
      open = new StringBuilder();
      if (!text.isEmpty()) {
        add(text, openLine, exitCode, notRun);
      }
    }

    private void add(String text, int line, int expected, Optional<String> reason) {
      commands.add(new Command(line, section, text, reason, expected));
    }
  }
}
