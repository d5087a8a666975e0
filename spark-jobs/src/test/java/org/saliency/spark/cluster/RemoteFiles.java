package org.saliency.spark.cluster;

import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.util.VersionInfo;

/**
 * A remote file system, served by this machine.
 *
 * @param root URI of the root folder
 * @param settings Hadoop settings to reach it
 * @param server closed with this
 */
record RemoteFiles(String root, Map<String, String> settings, AutoCloseable server)
    implements AutoCloseable {

  /** Kind of file system. */
  enum Kind {
    /** A name node and a data node in this JVM. */
    HDFS {
      @Override
      RemoteFiles start(Path folder) throws IOException {
        Configuration configuration = new Configuration();
        configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.toString());
        // Data need not survive a power failure.
        configuration.set("dfs.namenode.edits.noeditlogchannelflush", "true");
        MiniDFSCluster cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
        return new RemoteFiles(cluster.getURI().toString(), Map.of(), cluster);
      }
    },
    /** S3Proxy in another process. */
    S3 {
      @Override
      RemoteFiles start(Path folder) throws Exception {
        int port = SparkProcess.freePort();
        String endpoint = "http://127.0.0.1:" + port;
        String bucket = "maps-" + port; // unique: Hadoop caches file systems by this name
        Path settings = folder.resolve("s3proxy.properties");
        Files.write(
            settings,
            List.of(
                "s3proxy.authorization=none",
                "s3proxy.endpoint=" + endpoint,
                "jclouds.provider=transient",
                "jclouds.identity=none",
                "jclouds.credential=none"));
        SparkProcess server =
            SparkProcess.start(
                folder.resolve("s3proxy.log"),
                Map.of(),
                List.of("-Xmx256m", "-cp", Path.of("target", "s3proxy.jar").toString()),
                List.of("org.gaul.s3proxy.Main", "--properties", settings.toString()));
        SparkProcess.await(
            "S3Proxy has created a bucket", () -> createBucket(endpoint + "/" + bucket, server));
        return new RemoteFiles("s3a://" + bucket, s3a(endpoint), server);
      }
    };

    abstract RemoteFiles start(Path folder) throws Exception;
  }

  private static Map<String, String> s3a(String endpoint) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("fs.s3a.endpoint", endpoint);
    settings.put("fs.s3a.endpoint.region", "us-east-1");
    settings.put("fs.s3a.path.style.access", "true");
    // The server does not know the checksum that the S3 client of Hadoop 3.5 sends with the names
    // of several objects.
    boolean isOldClient = VersionInfo.getVersion().startsWith("3.4.");
    settings.put("fs.s3a.multiobjectdelete.enable", String.valueOf(isOldClient));
    settings.put("fs.s3a.access.key", "none");
    settings.put("fs.s3a.secret.key", "none");
    settings.put(
        "fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
    return settings;
  }

  private static boolean createBucket(String bucket, SparkProcess server)
      throws IOException, InterruptedException {
    if (!server.isAlive()) {
      throw new AssertionError(server.log());
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(bucket)).PUT(HttpRequest.BodyPublishers.noBody()).build();
    try {
      return HttpClient.newHttpClient()
              .send(request, HttpResponse.BodyHandlers.ofString())
              .statusCode()
          == 200;
    } catch (ConnectException e) {
      return false;
    }
  }

  /** Class path of this JVM: Spark, the jobs and clients of these file systems. */
  static String classPath() {
    return System.getProperty("java.class.path")
        .replace("::", File.pathSeparator); // an empty entry means the current folder
  }

  @Override
  public void close() throws Exception {
    server.close();
  }
}
