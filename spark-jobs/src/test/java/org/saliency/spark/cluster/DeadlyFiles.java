package org.saliency.spark.cluster;

import java.io.File;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.saliency.spark.LocalFiles;

/**
 * A local disk on which reading {@value #DEADLY} ends the process of an executor, as a crash of
 * native code does, and the first reads of {@value #FAILING} fail. Both are counted in files.
 */
public final class DeadlyFiles extends LocalFiles {

  static final String SCHEME = "deadly";
  static final String LOG = "fs.deadly.log";
  static final String DEADLY = "0005.png";
  static final String FAILING = "0009.png";
  static final int FAILURES = 4; // a read and its repetitions in the same task

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    boolean isExecutor = !SparkEnv.get().executorId().equals("driver");
    if (isExecutor && file.getName().equals(DEADLY)) {
      count(DEADLY);
      Runtime.getRuntime().halt(137);
    }
    if (isExecutor && file.getName().equals(FAILING) && count(FAILING) <= FAILURES) {
      throw new SocketException("Connection reset");
    }
    return super.open(file, bufferSize);
  }

  private long count(String name) throws IOException {
    java.nio.file.Path log = new File(getConf().get(LOG), name).toPath();
    Files.write(log, new byte[1], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return Files.size(log);
  }
}
