package org.saliency.frame;

/**
 * Size and orientation of a picture file. Other metadata, such as colour profiles, is skipped and
 * may be damaged.
 *
 * @param stored size of the stored picture
 * @param turn from the stored to the displayed picture; none if the EXIF data is missing or damaged
 */
public record PictureHeader(Size stored, PictureTurn turn) {}
