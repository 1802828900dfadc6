package io.monge.serving.dashboard;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** The newest state of every alarm. Written by one thread; read by any. */
public final class AlarmBoard {
    private static final int BUFFER = 64;

    private final Map<String, AlarmNote> notes = new LinkedHashMap<>();
    private final Sinks.Many<AlarmNote> changes = Sinks.many().multicast().directBestEffort();

    /** Takes the place of the alarm's former state. */
    public void put(AlarmNote note) {
        synchronized (this) {
            notes.put(note.alarm() + "@" + note.source(), note);
        }
        changes.tryEmitNext(note);
    }

    /** Firing ones first, then newest first. */
    public synchronized List<AlarmNote> notes() {
        return notes.values().stream()
                .sorted(
                        Comparator.comparing(AlarmNote::firing)
                                .thenComparing(AlarmNote::since)
                                .reversed())
                .toList();
    }

    /** Every change from now on; a slow subscriber loses the oldest and reads the list again. */
    public Flux<AlarmNote> changes() {
        return changes.asFlux()
                .onBackpressureBuffer(BUFFER, dropped -> {}, BufferOverflowStrategy.DROP_OLDEST);
    }
}
