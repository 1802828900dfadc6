/**
 * One class per command of {@code monge}: options in, plain constructors called, exit code out.
 * Commands hold no logic that another caller could want. Start with {@link
 * io.monge.launcher.command.DemoCommand}.
 */
@NullMarked
package io.monge.launcher.command;

import org.jspecify.annotations.NullMarked;
