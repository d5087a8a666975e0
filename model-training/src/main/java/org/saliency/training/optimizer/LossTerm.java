package org.saliency.training.optimizer;

import ai.djl.ndarray.NDArray;

/**
 * What a loss is summed up from. Each term is a mean over the frames of a batch; P is a frame's
 * prediction, not negative, on any scale unless a term says otherwise. Formulas are those of the
 * metrics of the same name, computed in float32 with epsilons under the roots, so that gradients
 * stay finite where a prediction says the same everywhere.
 */
public enum LossTerm {
  /**
   * KL divergence of the prediction from the truth, both normalised to sum one: {@code sum g ln(e +
   * g / (p + e))} with epsilon 1e-7. 0 is best.
   *
   * <p>Source: Bylinskii et al., What do different evaluation metrics tell us about saliency
   * models?, 2016, as the other metrics here.
   */
  KLD {
    @Override
    NDArray of(NDArray prediction, LossTarget target) {
      NDArray p = distribution(prediction);
      NDArray g = target.distribution();
      return g.mul(g.div(p.add(EPSILON)).add(EPSILON).log()).sum().div(target.batch());
    }
  },

  /**
   * Linear correlation coefficient: with a, b the prediction and the truth (0..1) less their means,
   * {@code sum ab / sqrt(sum a^2 sum b^2 + 1e-7)}. 1 is best: its weight is negative. A frame whose
   * truth is the same everywhere adds 0.
   */
  CC {
    @Override
    NDArray of(NDArray prediction, LossTarget target) {
      NDArray a = centred(prediction);
      NDArray b = centred(target.relative());
      NDArray energies = sum(a.square()).mul(sum(b.square()));
      return sum(a.mul(b)).div(energies.add(EPSILON).sqrt()).sum().div(target.batch());
    }
  },

  /**
   * Similarity: {@code sum min(p, g)} with both normalised to sum one. 1 is best: its weight is
   * negative.
   */
  SIM {
    @Override
    NDArray of(NDArray prediction, LossTarget target) {
      NDArray p = distribution(prediction);
      return p.minimum(target.distribution()).sum().div(target.batch());
    }
  },

  /**
   * Normalised scanpath saliency: the mean over the fixated pixels, each counted once, of {@code (P
   * - mean) / sqrt(variance + 1e-14)}. More is better: its weight is negative. The mean is over the
   * frames with fixations; a batch without any gives 0.
   */
  NSS {
    @Override
    NDArray of(NDArray prediction, LossTarget target) {
      NDArray fixations = target.fixations().orElseThrow();
      NDArray a = centred(prediction);
      NDArray deviation = sum(a.square()).div(target.pixels()).add(EPSILON * EPSILON).sqrt();
      NDArray counts = sum(fixations);
      NDArray scores = sum(a.div(deviation).mul(fixations)).div(counts.maximum(1f));
      return scores.sum().div(counts.minimum(1f).sum().maximum(1f));
    }

    @Override
    boolean takesFixations() {
      return true;
    }
  },

  /**
   * Binary cross-entropy, the mean over pixels of {@code -(g ln P + (1 - g) ln(1 - P))}, with g the
   * truth over its maximum, and P, which has to lie in 0..1, kept within 1e-7 of the ends. 0 is
   * best.
   */
  BCE {
    @Override
    NDArray of(NDArray prediction, LossTarget target) {
      NDArray p = prediction.clip(EPSILON, 1 - EPSILON);
      NDArray g = target.relative();
      NDArray one = g.onesLike();
      NDArray looked = g.mul(p.log());
      NDArray passed = one.sub(g).mul(one.sub(p).log());
      return looked.add(passed).sum().div(-(float) target.batch() * target.pixels());
    }
  };

  private static final float EPSILON = 1e-7f;

  /**
   * The term of a batch.
   *
   * @param prediction [batch, pixels]
   * @param target as many frames and pixels
   * @return a scalar that gradients flow through
   */
  abstract NDArray of(NDArray prediction, LossTarget target);

  /** Whether it looks at fixations. */
  boolean takesFixations() {
    return false;
  }

  private static NDArray distribution(NDArray prediction) {
    return prediction.div(sum(prediction).add(EPSILON));
  }

  private static NDArray centred(NDArray maps) {
    return maps.sub(sum(maps).div(maps.getShape().get(1)));
  }

  private static NDArray sum(NDArray maps) {
    return maps.sum(new int[] {1}, true);
  }
}
