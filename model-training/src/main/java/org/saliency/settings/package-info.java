/** Settings from files and from the command line, checked where they are read. */
package org.saliency.settings;
