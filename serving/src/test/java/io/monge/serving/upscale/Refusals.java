package io.monge.serving.upscale;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who was refused and why; nothing else is of interest. */
public final class Refusals implements UpscaleObserver {

    private final List<UnavailableException.Reason> reasons = new CopyOnWriteArrayList<>();

    @Override
    public void answered(Method method, UpscaleAnswer answer) {}

    @Override
    public void refused(UnavailableException.Reason reason) {
        reasons.add(reason);
    }

    @Override
    public void failed(Throwable cause) {}

    /** In the order in which it was said. */
    public List<UnavailableException.Reason> reasons() {
        return List.copyOf(reasons);
    }
}
