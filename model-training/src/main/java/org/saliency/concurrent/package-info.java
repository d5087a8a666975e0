/** Work ahead of and behind a device, always bounded. */
package org.saliency.concurrent;
