package io.monge.ot.network;

import io.monge.ot.oracle.Findings;
import io.monge.ot.oracle.OracleFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Sizes of a network that have as many parameters as a file says. */
final class Sizes {
    private Sizes() {}

    /** Filters, and the most of them: a power of two times as many, then any number between. */
    static <S> Stream<S> widths(int doublings, BiFunction<Integer, Integer, S> spec) {
        Stream<S> doubled =
                IntStream.rangeClosed(0, doublings)
                        .boxed()
                        .flatMap(i -> descending(64).map(n -> spec.apply(n, n << i)));
        Stream<S> between =
                descending(64)
                        .flatMap(
                                n ->
                                        IntStream.rangeClosed(n, n << doublings)
                                                .mapToObj(most -> spec.apply(n, most)));
        return Stream.concat(doubled, between);
    }

    static Stream<Integer> descending(int most) {
        return IntStream.iterate(most, n -> n > 0, n -> n - 1).boxed();
    }

    static <S extends NetworkSpec> S fitting(OracleFile file, Stream<S> candidates) {
        return candidates
                .filter(spec -> spec.parameters() == parameters(file))
                .findFirst()
                .orElseThrow(() -> unfitting(file));
    }

    /** Where sizes share their number of parameters: the first that agrees, else the first. */
    static <S extends NetworkSpec> void explained(
            OracleFile file,
            Stream<S> candidates,
            BiConsumer<S, Findings> check,
            Findings findings) {
        List<Findings> trials = new ArrayList<>();
        Optional<Findings> agreeing =
                candidates
                        .filter(spec -> spec.parameters() == parameters(file))
                        .map(
                                spec -> {
                                    Findings trial = new Findings(file);
                                    check.accept(spec, trial);
                                    trials.add(trial);
                                    return trial;
                                })
                        .filter(Findings::agree)
                        .findFirst();
        findings.add(
                agreeing.or(() -> trials.stream().findFirst()).orElseThrow(() -> unfitting(file)));
    }

    static IllegalStateException unfitting(OracleFile file) {
        return new IllegalStateException(
                "no known size of this network has " + parameters(file) + " parameters");
    }

    static long parameters(OracleFile file) {
        return Long.parseLong(file.metadata().getOrDefault("n_params", "-1"));
    }
}
