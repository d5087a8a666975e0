package org.saliency.pytorch;

import java.io.Serializable;
import org.saliency.UserException;
import org.saliency.model.Model;
import org.saliency.pytorch.PyTorch.PrecisionChoice;

/**
 * The number format requested for a model.
 *
 * @param choice the user's choice; int8 only for a quantised model
 * @param isQuantised whether the model is quantised
 */
public record RequestedPrecision(PrecisionChoice choice, boolean isQuantised)
    implements Serializable {

  /**
   * The request for a model file of this project.
   *
   * @param name of the model, for messages
   * @throws UserException when int8 is requested and the model is not quantised
   */
  public static RequestedPrecision of(PrecisionChoice choice, Model model, String name) {
    boolean isQuantised = model.quantisation().isPresent();
    if (choice == PrecisionChoice.INT8 && !isQuantised) {
      throw UserException.usage(
          "Precision 'int8' needs a quantised model, and %s is not quantised: make one with 'model"
              + " quantize --model %s --data DIR --output Q.pt', or use --precision auto",
          name, name);
    }
    return new RequestedPrecision(choice, isQuantised);
  }

  /**
   * The request for an external TorchScript model, which has a format of its own.
   *
   * @param name of the model, for messages
   * @throws UserException when int8 is requested
   */
  public static RequestedPrecision ofExternal(PrecisionChoice choice, String name) {
    if (choice == PrecisionChoice.INT8) {
      throw UserException.usage(
          "Precision 'int8' is not available for %s, an external TorchScript model, which computes"
              + " in the format it was saved in: use --precision auto",
          name);
    }
    return new RequestedPrecision(choice, false);
  }
}
