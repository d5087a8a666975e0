/** Resources that this process uses. */
package org.saliency.machine;
