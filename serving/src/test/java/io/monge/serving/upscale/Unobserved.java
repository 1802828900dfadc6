package io.monge.serving.upscale;

/** Nobody counts. */
public final class Unobserved implements UpscaleObserver {
    @Override
    public void answered(Method method, UpscaleAnswer answer) {}

    @Override
    public void refused(UnavailableException.Reason reason) {}

    @Override
    public void failed(Throwable cause) {}
}
