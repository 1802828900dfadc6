package io.monge.ot.benchmark;

import io.monge.ot.HostTensor;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.StepReport;
import io.monge.ot.tensor.SafeTensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A short training with all that another program needs to repeat it: {@code
 * docs/benchmarks/train_step_pytorch.py --replay} starts from the same weights, takes the same
 * batches and compares the losses.
 */
public final class TrainStepTrace {
    private final TrainStepSettings settings;

    public TrainStepTrace(TrainStepSettings settings) {
        this.settings = settings;
    }

    /**
     * Trains on the calling thread.
     *
     * @return {@code map.*} and {@code potential.*}: the first weights; {@code lr}, {@code hr}: the
     *     patches, bytes (N, h, w, 3); {@code lr.draws}, {@code hr.draws}: which of them, in the
     *     order of the updates; {@code losses}: L_f, L_T, R_c of each iteration, (iterations, 3)
     */
    public SafeTensors run() {
        RandomPatches lr = settings.lr();
        RandomPatches hr = settings.hr();
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        List<StepReport> reports = new ArrayList<>();
        try (OptimalTransportSolver solver = settings.solver().open(settings.compute(), 0)) {
            solver.state()
                    .tensors()
                    .forEach(
                            (name, tensor) -> {
                                if (name.startsWith("map.") || name.startsWith("potential.")) {
                                    tensors.put(name, tensor);
                                }
                            });
            for (int i = 0; i < settings.iterations(); i++) {
                reports.add(solver.step(lr, hr));
            }
        }
        tensors.put("lr", lr.pixels());
        tensors.put("hr", hr.pixels());
        tensors.put("lr.draws", lr.draws());
        tensors.put("hr.draws", hr.draws());
        tensors.put("losses", losses(reports));
        return new SafeTensors(tensors, described());
    }

    private static HostTensor losses(List<StepReport> reports) {
        float[] losses = new float[3 * reports.size()];
        for (int i = 0; i < reports.size(); i++) {
            StepReport report = reports.get(i);
            losses[3 * i] = (float) report.potentialLoss();
            losses[3 * i + 1] = (float) report.mapLoss();
            losses[3 * i + 2] = (float) report.contentLoss();
        }
        return HostTensor.of(losses, reports.size(), 3);
    }

    private Map<String, String> described() {
        return Map.of(
                "blocks", Integer.toString(settings.map().blocks()),
                "features", Integer.toString(settings.map().features()),
                "patch", Integer.toString(settings.patch()),
                "batch", Integer.toString(settings.batch()),
                "map_updates", Integer.toString(settings.mapUpdates()),
                "iterations", Integer.toString(settings.iterations()),
                "mean_square", Double.toString(settings.meanSquare()),
                "precision", settings.compute().precision().name());
    }
}
