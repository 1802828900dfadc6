@NullMarked
package io.monge.launcher.bench.vector;

import org.jspecify.annotations.NullMarked;
