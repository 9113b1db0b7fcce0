package dev.sluice.lab;

/** A page that needs nothing else. */
final class HtmlPage {
  private HtmlPage() {}

  /**
   * @param body HTML
   */
  static String of(String title, String body) {
    return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        + "<meta name=\"viewport\" content=\"width=device-width\"><title>"
        + HtmlReport.escape(title)
        + "</title>\n<style>"
        + HtmlReport.STYLE
        + "</style></head>\n<body>\n<h1>"
        + HtmlReport.escape(title)
        + "</h1>\n"
        + body
        + "</body></html>\n";
  }

  /** A row of a table; every cell is text. */
  static String row(String... cells) {
    StringBuilder row = new StringBuilder("<tr>");
    for (String cell : cells) {
      row.append("<td>").append(HtmlReport.escape(cell)).append("</td>");
    }
    return row.append("</tr>\n").toString();
  }
}
