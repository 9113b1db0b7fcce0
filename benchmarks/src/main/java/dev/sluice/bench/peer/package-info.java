/**
 * The brokers that are measured, each as a process of its own with a core of its own, and what the
 * system says of that process. Imports the JDK only.
 */
package dev.sluice.bench.peer;
