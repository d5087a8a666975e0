package org.saliency.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.storage.SeekableInput;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One decoding pass through a file, from the key frame of a span or from the start of the file.
 * Owns demuxer and decoder.
 */
final class SpanDecoder implements VideoDecoder.Packets, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SpanDecoder.class);

  private final SeekableInput input;
  private final String path;
  private final VideoSpan span;
  private final boolean isFromFileStart;
  private VideoFile file;
  private VideoDecoder decoder;
  private boolean hasSeeked;
  private boolean hasBegun; // whether decoded frames are correct
  private long packets;
  private long label;
  private long lastPacket = -1;
  private int occurrence;
  private long decoded;

  private SpanDecoder(SeekableInput input, String path, VideoSpan span, boolean isFromFileStart) {
    this.input = input;
    this.path = path;
    this.span = span;
    this.isFromFileStart = isFromFileStart;
    this.hasBegun = isFromFileStart;
  }

  /** Decodes from the key frame of the span on. */
  static SpanDecoder ofSpan(SeekableInput input, String path, VideoSpan span, int threads) {
    return open(new SpanDecoder(input, path, span, span.start().isFileStart()), threads);
  }

  /** Decodes all frames from the start of the file on. */
  static SpanDecoder ofFile(SeekableInput input, String path, VideoSpan span, int threads) {
    return open(new SpanDecoder(input, path, span, true), threads);
  }

  private static SpanDecoder open(SpanDecoder decoder, int threads) {
    try {
      decoder.file = VideoFile.open(decoder.input, decoder.path);
      decoder.decoder = VideoDecoder.open(decoder.file, threads);
      return decoder;
    } catch (RuntimeException | Error e) {
      decoder.close();
      throw e;
    }
  }

  /** Decodes a frame; false after the last. */
  boolean next() {
    if (!decoder.next(this)) {
      return false;
    }
    decoded++;
    label = decoder.label();
    if (span.label() == FrameLabel.NUMBER) {
      long packet = label;
      occurrence = packet == lastPacket ? occurrence + 1 : 0;
      label = FrameLabel.ofNumber(packet, occurrence);
      lastPacket = packet;
    }
    hasBegun |= label == span.start().label() && !decoder.isDamaged();
    return true;
  }

  /** Label of the last decoded frame. */
  long label() {
    return label;
  }

  /** Whether the last decoded frame is correct, since decoding began at a complete key frame. */
  boolean hasBegun() {
    return hasBegun;
  }

  /** Number of frames decoded so far. */
  long decodedFrames() {
    return decoded;
  }

  /** The last decoded frame; owned by the decoder. */
  AVFrame frame() {
    return decoder.frame();
  }

  /** Whether the last decoded frame was partly concealed because of a damaged packet. */
  boolean isDamaged() {
    return decoder.isDamaged();
  }

  /** The message of the last decoding error; empty without any. */
  String lastError() {
    return decoder.lastError();
  }

  /** Rotation and cropping for display. */
  Orientation orientation() {
    return file.orientation();
  }

  /** Size of the frames as displayed. */
  Size size() {
    return file.size();
  }

  @Override
  public boolean read(AVPacket packet) {
    if (hasSeeked || isFromFileStart) {
      return file.read(packet);
    }
    hasSeeked = true;
    if (file.seek(span.start().label()) && readToStart(packet, true)) {
      return true;
    }
    LOG.debug(
        "video {}: cannot seek to frame {}, reading from the start", path, span.decodedFrom());
    VideoFile again = VideoFile.open(input, path);
    file.close();
    file = again;
    if (readToStart(packet, false)) {
      return true;
    }
    throw UserException.input(
        "video %s has changed since it was indexed, frame %d is missing: rerun to index it again",
        path, span.decodedFrom());
  }

  /** Reads packets up to the key packet at which decoding starts. */
  private boolean readToStart(AVPacket packet, boolean stopsAfterStart) {
    long start = span.start().label();
    while (file.read(packet)) {
      long found = span.label().of(packet, 0);
      boolean isKey =
          (packet.flags() & AV_PKT_FLAG_KEY) != 0 && (packet.flags() & AV_PKT_FLAG_DISCARD) == 0;
      if (isKey && found == start) {
        return true;
      }
      av_packet_unref(packet);
      if (stopsAfterStart && found > start) {
        return false;
      }
    }
    return false;
  }

  @Override
  public long label(AVPacket packet) {
    return span.label().of(packet, packets++);
  }

  @Override
  public void close() {
    if (decoder != null) {
      decoder.close();
    }
    if (file != null) {
      file.close();
    }
  }
}
