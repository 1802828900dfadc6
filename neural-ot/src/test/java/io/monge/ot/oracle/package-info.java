/**
 * The check of a folder of reference numbers, file by file: what a file is, what is compared, and
 * how far apart numbers may be.
 *
 * <p>The groups themselves stand beside what they check, one class for each package. Start at
 * {@link io.monge.ot.oracle.OracleTest}.
 */
@NullMarked
package io.monge.ot.oracle;

import org.jspecify.annotations.NullMarked;
