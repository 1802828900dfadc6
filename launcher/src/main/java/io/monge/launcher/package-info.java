/**
 * The command line's one entry. No algorithm, no record and no route lives here. Start with {@link
 * io.monge.launcher.Monge}, then {@link io.monge.launcher.demo.AllInOne}, where every object of the
 * running system is made and handed to those who need it.
 */
@NullMarked
package io.monge.launcher;

import org.jspecify.annotations.NullMarked;
