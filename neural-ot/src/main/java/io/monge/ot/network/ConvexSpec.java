package io.monge.ot.network;

import io.monge.ot.ConvexPotential;
import io.monge.ot.tensor.Parameters;

/** An architecture that is convex in its input while some weights are not negative. */
public sealed interface ConvexSpec extends PotentialSpec
        permits DenseIcnn, ResidualIcnn, ConvIcnn64, ConvIcnn128 {
    @Override
    ConvexPotential over(Parameters weights);

    @Override
    boolean isConvexWeight(String name);
}
