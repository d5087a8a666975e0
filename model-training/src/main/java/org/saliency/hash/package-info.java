/** SHA-256, by which files, weights and data sets are identified. */
package org.saliency.hash;
