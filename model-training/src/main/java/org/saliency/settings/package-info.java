/**
 * Settings of a run: defaults, a HOCON file and command-line overrides in; validated values out.
 * Also parses the names of enum constants for settings and options.
 */
package org.saliency.settings;
