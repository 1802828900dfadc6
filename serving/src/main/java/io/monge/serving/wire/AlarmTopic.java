package io.monge.serving.wire;

import io.monge.runtime.kafka.Change;
import io.monge.runtime.kafka.DeadLetters;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.KafkaFollower;
import io.monge.schemas.record.Alarm;
import io.monge.schemas.record.AlarmState;
import io.monge.serving.dashboard.AlarmNote;
import java.util.OptionalDouble;
import reactor.core.publisher.Flux;

/** The topic of alarms. */
public final class AlarmTopic {
    private final KafkaFollower<Alarm> alarms;

    public AlarmTopic(KafkaConnection kafka, DeadLetters deadLetters) {
        this.alarms = kafka.follower(kafka.topics().alarms(), deadLetters);
    }

    /** The alarms as they stand, then every change. */
    public Flux<AlarmNote> notes() {
        return alarms.changes()
                .ofType(Change.Updated.class)
                .map(change -> note((Alarm) change.record().value()));
    }

    private static AlarmNote note(Alarm alarm) {
        Double value = alarm.getValue();
        return new AlarmNote(
                alarm.getAlarm(),
                alarm.getMetric(),
                alarm.getSource(),
                alarm.getState() == AlarmState.FIRING,
                alarm.getText(),
                value == null ? OptionalDouble.empty() : OptionalDouble.of(value),
                alarm.getSince());
    }
}
