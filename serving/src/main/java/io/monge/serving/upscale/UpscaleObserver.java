package io.monge.serving.upscale;

/** Hears what becomes of the orders, on whatever thread it happened; must not block or throw. */
public interface UpscaleObserver {

    void answered(Method method, UpscaleAnswer answer);

    /** Nothing was done for the order, and whoever sent it has been told so. */
    void refused(UnavailableException.Reason reason);

    /** The order was taken and not answered: a bad image, a passed deadline, or a bug. */
    void failed(Throwable cause);
}
