package org.saliency.spark.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.saliency.UserException;
import org.saliency.spark.storage.WritableHadoopFiles;

/** Access to any file system with Spark's settings, without a Spark session. */
final class DriverFiles {

  private DriverFiles() {}

  static Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  static WritableHadoopFiles files() {
    return new WritableHadoopFiles(hadoop());
  }

  /**
   * The content of a small file.
   *
   * @param kind of file, for messages
   * @throws UserException when it cannot be read
   */
  static byte[] read(String kind, String path) {
    try (InputStream stream = files().open(path)) {
      return stream.readAllBytes();
    } catch (FileNotFoundException e) {
      throw UserException.usage("%s %s does not exist: check the path", kind, path);
    } catch (IOException e) {
      throw UserException.usage("Cannot read %s %s: %s", kind, path, e.getMessage());
    }
  }
}
