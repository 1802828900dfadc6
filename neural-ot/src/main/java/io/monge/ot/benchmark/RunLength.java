package io.monge.ot.benchmark;

/** How long a benchmark trains. */
public sealed interface RunLength {
    /**
     * How long each of some trainings may be, so that all together are as long as this.
     *
     * @param trainings how many
     * @param atOnce how many of them run beside each other
     */
    RunLength among(int trainings, int atOnce);

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
        public Iterations among(int trainings, int atOnce) {
            return new Iterations(Math.max(1, count / trainings));
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
        public Seconds among(int trainings, int atOnce) {
            int rounds = (trainings + atOnce - 1) / atOnce;
            return new Seconds(count / rounds);
        }
    }
}
