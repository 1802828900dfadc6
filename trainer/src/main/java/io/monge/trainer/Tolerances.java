package io.monge.trainer;

/**
 * How much worse than the served version's a score may be, as a share of it, before the gate
 * refuses a snapshot. Differences that held-out patches make by themselves are forgiven beside it.
 *
 * <pre>{@code
 * tolerances: { paletteContrast: 0.25, contentHeldOut: 0.5, clippedShare: 0.5, bw2Uvp: 0.5,
 *               mongeGap: 0.5, slicedWasserstein: 0.25, slicedWassersteinTexture: 0.25,
 *               pairsPsnr: 0.06, pairsSsim: 0.1, pairsLpips: 0.1 }
 * }</pre>
 *
 * @param paletteContrast of the distance of SR's from HR's
 * @param contentHeldOut of R_c
 * @param clippedShare of the channel values at the ends of the range
 * @param bw2Uvp of the Bures-Wasserstein distance of T(LR) and HR
 * @param mongeGap of what R_c is above the optimal cost
 * @param slicedWasserstein of the distance of T(LR)'s blocks from HR's
 * @param slicedWassersteinTexture of the same without flat colour
 * @param pairsPsnr of the root mean squared error of the true pairs; 0.06 is half a dB
 * @param pairsSsim of what their SSIM lacks of 1
 * @param pairsLpips of their LPIPS
 */
public record Tolerances(
        double paletteContrast,
        double contentHeldOut,
        double clippedShare,
        double bw2Uvp,
        double mongeGap,
        double slicedWasserstein,
        double slicedWassersteinTexture,
        double pairsPsnr,
        double pairsSsim,
        double pairsLpips) {

    public Tolerances {
        Check.notNegative("paletteContrast", paletteContrast);
        Check.notNegative("contentHeldOut", contentHeldOut);
        Check.notNegative("clippedShare", clippedShare);
        Check.notNegative("bw2Uvp", bw2Uvp);
        Check.notNegative("mongeGap", mongeGap);
        Check.notNegative("slicedWasserstein", slicedWasserstein);
        Check.notNegative("slicedWassersteinTexture", slicedWassersteinTexture);
        Check.notNegative("pairsPsnr", pairsPsnr);
        Check.notNegative("pairsSsim", pairsSsim);
        Check.notNegative("pairsLpips", pairsLpips);
    }
}
