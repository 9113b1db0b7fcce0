/**
 * The simulator's programs: command lines and what a process owes its caller (ready line, exit
 * code, orderly end). Imports every package of the simulator.
 */
package dev.sluice.sim;
