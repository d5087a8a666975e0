package org.saliency.training.optimizer;

import ai.djl.ndarray.NDArray;

/**
 * Terms of the loss, each a mean over the frames of a batch. P denotes a frame's prediction,
 * non-negative and on any scale unless noted. The formulas are those of the metrics of the same
 * names, in float32 and with epsilons under the roots to keep gradients finite where a prediction
 * is constant.
 */
public enum LossTerm {
  /**
   * KL divergence of the prediction from the ground truth, both normalised to sum to one: {@code
   * sum g ln(e + g / (p + e))} with e = 1e-7. 0 is best.
   *
   * <p>Source: Bylinskii et al., What do different evaluation metrics tell us about saliency
   * models?, 2016; also of CC, SIM and NSS.
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
   * Linear correlation coefficient: with a, b the prediction and the ground truth (0..1) minus
   * their means, {@code sum ab / sqrt(sum a^2 sum b^2 + 1e-7)}. 1 is best, so its weight should be
   * negative. A frame with constant ground truth contributes 0.
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
   * Similarity: {@code sum min(p, g)} with both normalised to sum to one. 1 is best, so its weight
   * should be negative.
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
   * - mean) / sqrt(variance + 1e-14)}. Higher is better, so its weight should be negative. The mean
   * is over the frames with fixations; 0 for a batch without any.
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
    boolean usesFixations() {
      return true;
    }
  },

  /**
   * Binary cross-entropy: the mean over pixels of {@code -(g ln P + (1 - g) ln(1 - P))}, with g the
   * ground truth divided by its maximum, and P in 0..1, clipped to 1e-7..1-1e-7. 0 is best.
   */
  BCE {
    @Override
    NDArray of(NDArray prediction, LossTarget target) {
      NDArray p = prediction.clip(EPSILON, 1 - EPSILON);
      NDArray g = target.relative();
      NDArray one = g.onesLike();
      NDArray salient = g.mul(p.log());
      NDArray background = one.sub(g).mul(one.sub(p).log());
      return salient.add(background).sum().div(-(float) target.batch() * target.pixels());
    }
  };

  private static final float EPSILON = 1e-7f;

  /**
   * Value of the term for a batch.
   *
   * @param prediction [batch, pixels]
   * @param target ground truth of the same frames
   * @return a differentiable scalar
   */
  abstract NDArray of(NDArray prediction, LossTarget target);

  /** Whether higher values are better, so that its weight has to be negative. */
  boolean isHigherBetter() {
    return this == CC || this == SIM || this == NSS;
  }

  /** Whether the term uses fixations. */
  boolean usesFixations() {
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
