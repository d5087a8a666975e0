/** JSON as this project writes it. */
package org.saliency.json;
