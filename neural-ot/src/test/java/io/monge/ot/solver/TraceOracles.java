package io.monge.ot.solver;

import io.monge.ot.oracle.OracleGroup;
import java.util.List;

/** Whole trainings, batch by batch, and the one gradient that is second order in the potential. */
public final class TraceOracles {
    private TraceOracles() {}

    public static List<OracleGroup> groups() {
        return List.of(
                OracleGroup.of("resnet_d_gradient_penalty.*", GradientPenaltyOracle::check),
                OracleGroup.of("trace_ots_sr_.*", ScriptTraces::check),
                OracleGroup.of("trace_ots_benchmark.*", AdversarialTraces::notebook),
                OracleGroup.of("trace_ipm_.*", AdversarialTraces::regularizedGan),
                OracleGroup.of("trace_sot.*", AdversarialTraces::sparse),
                OracleGroup.of("trace_w2gn.*", ConvexTraces::w2gn),
                OracleGroup.of("trace_hd_W2.*", ConvexTraces::w2),
                OracleGroup.of("trace_hd_MM(v2)?(_.*)?", ConvexTraces::minimax),
                OracleGroup.of("trace_hd_(LS-.*|MM-B.*|MMv1.*|QC.*)", DualTraces::check));
    }
}
