package io.monge.runtime.kafka;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;

/** The admin client's futures, waited for; bounded by the client's own request timeout. */
final class Answers {

    private Answers() {}

    /**
     * @throws KafkaException the broker's refusal itself, not wrapped
     */
    static <T> T of(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException problem
                    ? problem
                    : new KafkaException(e.getCause());
        }
    }
}
