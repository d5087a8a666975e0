package org.saliency.model;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.network.NetworkOptions;
import org.saliency.settings.Settings;

/**
 * The network that a user asked for.
 *
 * @param name name of the network, if given
 * @param options options of a new network
 * @param given names of the options that were given, not left at their defaults
 * @param inputSize input size of the network, if given
 */
public record NetworkRequest(
    Optional<String> name, NetworkOptions options, Set<String> given, Optional<Size> inputSize) {

  /** A request without conditions. */
  public static final NetworkRequest ANY =
      new NetworkRequest(Optional.empty(), NetworkOptions.DEFAULTS, Set.of(), Optional.empty());

  public NetworkRequest {
    given = Set.copyOf(given);
  }

  /**
   * Reads section {@code network} of all settings.
   *
   * @throws UserException when a value is invalid
   */
  public static NetworkRequest from(Settings all, Optional<String> name, Optional<Size> inputSize) {
    NetworkOptions options = NetworkOptions.from(all);
    Settings section = all.section("network");
    Set<String> given =
        options.all().keySet().stream().filter(section::isGiven).collect(Collectors.toSet());
    return new NetworkRequest(name, options, given, inputSize);
  }

  /**
   * Requires a model to be of the requested network.
   *
   * @param origin names the model in the error, for example {@code --init M.pt}
   * @param fix end of the error: what to do instead
   * @throws UserException of kind USAGE when a given value differs
   */
  public void requireOf(ModelDescription model, NetworkOptions own, String origin, String fix) {
    name.ifPresent(wanted -> requireEqual("the network", model.network(), wanted, origin, fix));
    given.stream()
        .sorted()
        .forEach(
            key ->
                requireEqual(
                    "network." + key, own.all().get(key), options.all().get(key), origin, fix));
    inputSize.ifPresent(
        size ->
            requireEqual(
                "the input size", model.inputSize().toString(), size.toString(), origin, fix));
  }

  private static void requireEqual(
      String what, String actual, String wanted, String origin, String fix) {
    if (!wanted.equals(actual)) {
      throw UserException.usage(
          "%s has %s %s, which cannot become %s: leave it out, or %s",
          origin, what, actual, wanted, fix);
    }
  }
}
