/** Reading and writing JSON. */
package org.saliency.json;
