package dev.sluice.lab;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** A command as a user meets it: exit code and both streams. */
record Ran(int exit, String out, String err) {

  static Ran policy(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = PolicyLab.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exit = line.execute(args);
    return new Ran(exit, out.toString(), err.toString());
  }
}
