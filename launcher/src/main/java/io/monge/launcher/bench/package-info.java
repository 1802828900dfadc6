/**
 * The numbers behind the claims: {@code monge bench}. Each bench is a class that measures, a report
 * that prints and writes JSON, and a command that reads options.
 *
 * <p>Nothing here is used by a running service. Start with {@link
 * io.monge.launcher.bench.TrainStepCommand}; pictures are judged in {@code bench.image}.
 */
@NullMarked
package io.monge.launcher.bench;

import org.jspecify.annotations.NullMarked;
