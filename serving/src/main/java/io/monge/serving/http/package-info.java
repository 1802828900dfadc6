/**
 * Serving's HTTP interface: its routes, its pages, its own problem documents; how HTTP is spoken is
 * {@code io.monge.http}'s.
 *
 * <p>Start with {@code HttpApi}, which lists all routes. Handlers run on event loops: they never
 * decode, compute or block. Every error leaves as a problem document, see {@code ServingProblems}.
 */
@NullMarked
package io.monge.serving.http;

import org.jspecify.annotations.NullMarked;
