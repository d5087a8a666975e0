/**
 * Temporary files and folders of a process. Those of processes that were killed are found by their
 * names and deleted by the next process.
 */
package org.saliency.temporary;
