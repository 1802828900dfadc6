/**
 * Scores of maps and images, one class each, on plain arrays and {@link io.monge.imaging.RgbImage}:
 * with the answer in sight ({@link io.monge.ot.metric.Psnr}, {@link io.monge.ot.metric.Ssim},
 * {@link io.monge.ot.metric.Lpips}, {@link io.monge.ot.metric.L2Uvp}) and without pairs ({@link
 * io.monge.ot.metric.PaletteContrast}, {@link io.monge.ot.metric.SlicedWasserstein}, {@link
 * io.monge.ot.metric.EnergyDistance}, {@link io.monge.ot.metric.FrechetDistance}, {@link
 * io.monge.ot.metric.BuresWassersteinUvp}, {@link io.monge.ot.metric.MongeGap}).
 *
 * <p>No tensor, no training and no printing here: a caller on any thread gets a number in the unit
 * the class names. Start with {@link io.monge.ot.metric.Psnr}.
 */
@NullMarked
package io.monge.ot.metric;

import org.jspecify.annotations.NullMarked;
