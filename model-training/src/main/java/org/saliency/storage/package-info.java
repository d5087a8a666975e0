/**
 * Read access to files, independent of the file system. In: paths. Out: listings, streams and
 * random-access files, for packages {@code dataset} and {@code video}.
 */
package org.saliency.storage;
