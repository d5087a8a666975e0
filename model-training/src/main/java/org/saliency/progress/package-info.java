/** Progress reports of long steps on standard error. */
package org.saliency.progress;
