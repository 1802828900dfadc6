package io.monge.ot.benchmark;

/** How long a benchmark trains. */
public sealed interface RunLength {
    /** Half of it. */
    RunLength half();

    /**
     * A number of passes: repeats bit for bit at one number of threads.
     *
     * @param count at least 1
     */
    record Iterations(long count) implements RunLength {
        public Iterations {
            if (count < 1) {
                throw new IllegalArgumentException(
                        "iterations are " + count + ", must be at least 1");
            }
        }

        @Override
        public Iterations half() {
            return new Iterations(Math.max(1, count / 2));
        }
    }

    /**
     * Wall-clock time of the training alone, without scoring.
     *
     * @param count seconds, above 0
     */
    record Seconds(double count) implements RunLength {
        public Seconds {
            if (!(count > 0)) {
                throw new IllegalArgumentException("seconds are " + count + ", must be above 0");
            }
        }

        @Override
        public Seconds half() {
            return new Seconds(count / 2);
        }
    }
}
