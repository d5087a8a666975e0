/** Progress of long steps, for people who wait. */
package org.saliency.progress;
