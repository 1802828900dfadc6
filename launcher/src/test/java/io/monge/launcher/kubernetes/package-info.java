/** The manifests of docker/kubernetes against Kubernetes' schema and against the program. */
@NullMarked
package io.monge.launcher.kubernetes;

import org.jspecify.annotations.NullMarked;
