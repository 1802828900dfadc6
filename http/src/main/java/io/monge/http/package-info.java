/**
 * How a service listens on HTTP, on Reactor Netty: routes, who may ask, limits, problem documents,
 * TLS.
 *
 * <p>What is answered is the services' own and comes as a {@code Site}; nothing here knows any of
 * them. Endpoints run on event loops: they never decode, compute or block. Every error leaves as a
 * problem document. Start with {@code HttpListener}, then {@code Router}.
 */
@NullMarked
package io.monge.http;

import org.jspecify.annotations.NullMarked;
