/**
 * Images that one record cannot carry, as several records: both halves of the protocol, for servers
 * and clients alike.
 *
 * <p>Start with {@link io.monge.schemas.image.ImageParts}. Nothing here knows of topics or of what
 * is in an image.
 */
@NullMarked
package io.monge.schemas.image;

import org.jspecify.annotations.NullMarked;
