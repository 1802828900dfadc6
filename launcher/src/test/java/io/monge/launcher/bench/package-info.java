/** The benches on small inputs. */
@NullMarked
package io.monge.launcher.bench;

import org.jspecify.annotations.NullMarked;
