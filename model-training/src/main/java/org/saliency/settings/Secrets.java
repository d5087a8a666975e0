package org.saliency.settings;

import java.util.regex.Pattern;

/** Hides passwords and keys in text that leaves the process. */
public final class Secrets {

  private static final String MASK = "***";

  /** {@code user:password@} of a URL; the container of {@code abfss://container@account} stays. */
  private static final Pattern USER_INFO = Pattern.compile("://[^/@\\s:]*:[^/@\\s]*@");

  /**
   * Values of keys that name a secret, in queries, HOCON and JSON. A parser's "wrong token: x" is
   * none.
   */
  private static final Pattern VALUE =
      Pattern.compile(
          "(?i)((?:(?<![\\w.-])(?<!wrong )[\\w.-]*(?:password|passwd|secret|token|api[-_]?key|access[-_]?key|signature)[\\w.-]*"
              + "|\\bsig)\"?\\s*[=:]\\s*\"?)[^\\s&,;\"')}\\]]+");

  private Secrets() {}

  /** Whether the text holds a URL with {@code user:password@}. */
  public static boolean hasUserInfo(String text) {
    return USER_INFO.matcher(text).find();
  }

  /** The text with its secrets replaced by asterisks; JSON stays JSON. */
  public static String mask(String text) {
    String masked = USER_INFO.matcher(text).replaceAll("://" + MASK + "@");
    return VALUE.matcher(masked).replaceAll("$1" + MASK);
  }
}
