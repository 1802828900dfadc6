/**
 * The rendered test world: endless dead-leaves scenes with texture and text, and true pairs of them
 * for scoring.
 *
 * <p>Everything is a function of a seed, and the seeds of LR training, HR training and scoring can
 * never meet. Nothing here reads files. Start at {@link io.monge.imaging.scene.ScenePainter}.
 */
@NullMarked
package io.monge.imaging.scene;

import org.jspecify.annotations.NullMarked;
