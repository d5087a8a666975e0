/** Where frames come from: files of one picture each. */
package org.saliency.video;
