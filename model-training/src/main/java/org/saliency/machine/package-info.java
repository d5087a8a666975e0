/** What this process takes of its machine. */
package org.saliency.machine;
