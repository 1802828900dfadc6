package io.monge.ot;

import ai.djl.ndarray.NDArray;

/**
 * The cost c(x, y) = b(Up(x), y): the only way to compare a low-resolution image with a
 * high-resolution one.
 *
 * @param up Up of c
 * @param distance b of c
 */
public record TransportCost(Upsampling up, ImageDistance distance) {
    /**
     * @param x (n, 3, h, w)
     * @param y (n, 3, s·h, s·w)
     * @return c(x, y), (n), differentiable in y
     */
    public NDArray of(NDArray x, NDArray y) {
        return distance.between(up.of(x), y);
    }

    /**
     * The content loss R_c(T) = mean c(x, T(x)), eq. (1).
     *
     * @return scalar
     */
    public NDArray content(TransportMap map, NDArray x) {
        return of(x, map.of(x)).mean();
    }
}
