package io.monge.ot.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Collects durations and processor time of named parts. */
final class Stopwatch {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();
    private final Map<String, List<Double>> cpuSeconds = new LinkedHashMap<>();

    <T> T time(String part, Supplier<T> work) {
        long cpu = SYSTEM.getProcessCpuTime();
        long start = System.nanoTime();
        T result = work.get();
        add(seconds, part, System.nanoTime() - start);
        add(cpuSeconds, part, SYSTEM.getProcessCpuTime() - cpu);
        return result;
    }

    private static void add(Map<String, List<Double>> to, String part, long nanos) {
        to.computeIfAbsent(part, name -> new ArrayList<>()).add(nanos * 1e-9);
    }

    List<Double> seconds(String part) {
        return List.copyOf(seconds.get(part));
    }

    /** Of the whole process, all threads: what a busy machine disturbs least. */
    double medianCpuSeconds(String part) {
        return median(cpuSeconds.get(part));
    }

    /** Median seconds of every part. */
    Map<String, Double> medians() {
        Map<String, Double> medians = new LinkedHashMap<>();
        seconds.forEach((part, values) -> medians.put(part, median(values)));
        return medians;
    }

    static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
