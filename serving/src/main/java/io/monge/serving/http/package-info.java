/**
 * The HTTP interface on Reactor Netty: routes, limits, problem documents, the pages.
 *
 * <p>Start with {@code HttpApi}, which lists all routes. Handlers run on event loops: they never
 * decode, compute or block. Every error leaves as a problem document, see {@code Problems}.
 */
@NullMarked
package io.monge.serving.http;

import org.jspecify.annotations.NullMarked;
