/** Whether every message arrived once and in order. Pure code; imports the JDK only. */
package dev.sluice.bench.check;
