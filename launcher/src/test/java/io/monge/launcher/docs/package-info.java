/**
 * What is written about the program, held against the program: references that are generated,
 * links, command lines, manifests. {@code ReferencesTest} says how to write the references anew.
 */
@NullMarked
package io.monge.launcher.docs;

import org.jspecify.annotations.NullMarked;
