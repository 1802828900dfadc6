/**
 * One class of Monge in DJL's package, because what it calls is package-private there (class path
 * only). Nothing else belongs here.
 */
@NullMarked
package ai.djl.pytorch.jni;

import org.jspecify.annotations.NullMarked;
