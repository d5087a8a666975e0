/** Drawing of pictures and charts that people look at. */
package org.saliency.drawing;
