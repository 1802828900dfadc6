/** Metrics against closed forms and, where present, the reference's own numbers. */
@NullMarked
package io.monge.ot.metric;

import org.jspecify.annotations.NullMarked;
