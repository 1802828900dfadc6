/**
 * The edge to Avro: records of the topics to our own records and back. Generated classes stop here.
 */
@NullMarked
package io.monge.serving.wire;

import org.jspecify.annotations.NullMarked;
