/** The benches on small inputs. */
@NullMarked
package io.monge.launcher.bench.image;

import org.jspecify.annotations.NullMarked;
