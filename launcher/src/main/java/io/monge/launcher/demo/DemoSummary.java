package io.monge.launcher.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;

/**
 * What a demo did; the components are the JSON fields that {@code --json} prints.
 *
 * @param iterations potential iterations so far, earlier runs on the same data included
 * @param lrPatches LR patches consumed by the trainer
 * @param hrPatches HR patches consumed by the trainer
 * @param snapshotsPublished acknowledged by the broker
 * @param servedVersion version of the map served at the end; 0 if none was
 * @param upscaled samples that came back upscaled
 * @param windows metric windows that reached the dashboard
 * @param seconds of the whole run
 */
public record DemoSummary(
        long iterations,
        long lrPatches,
        long hrPatches,
        long snapshotsPublished,
        long servedVersion,
        long upscaled,
        long windows,
        double seconds) {

    /** One line of JSON. */
    public String json() {
        try {
            return new ObjectMapper().writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers that are no JSON", e);
        }
    }

    /** For a person. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "%,d iterations on %,d LR and %,d HR patches in %.0f s; %d snapshots, version %d served, %d images upscaled,"
                        + " %d metric windows",
                iterations,
                lrPatches,
                hrPatches,
                seconds,
                snapshotsPublished,
                servedVersion,
                upscaled,
                windows);
    }
}
