/** Bounded background work: {@code ReadAhead} for inputs, {@code OrderedTasks} for any tasks. */
package org.saliency.concurrent;
