/**
 * What must hold, and the models that know it: a second broker made of lists and loops that
 * foretells every effect of the first, the requests and their answers, the cloud's runs. Pure: time
 * is an argument; sees the cores through their inputs, effects and statistics only. Owned by the
 * one thread of its world.
 */
package dev.sluice.sim.world.check;
