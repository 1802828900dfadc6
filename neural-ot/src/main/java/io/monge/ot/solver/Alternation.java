package io.monge.ot.solver;

/**
 * Who moves how often in one pass.
 *
 * @param potentialUpdates updates of f, at least 1
 * @param mapUpdates K_T, updates of T, each on fresh samples, at least 1
 * @param order who is first
 */
public record Alternation(int potentialUpdates, int mapUpdates, Order order) {
    /** Who is first in a pass. */
    public enum Order {
        /** As Algorithm 1 is printed. */
        POTENTIAL_FIRST {
            @Override
            void run(Runnable potentialUpdates, Runnable mapUpdates) {
                potentialUpdates.run();
                mapUpdates.run();
            }
        },
        /** As the reference's image script does it. */
        MAP_FIRST {
            @Override
            void run(Runnable potentialUpdates, Runnable mapUpdates) {
                mapUpdates.run();
                potentialUpdates.run();
            }
        };

        abstract void run(Runnable potentialUpdates, Runnable mapUpdates);
    }

    public Alternation {
        if (potentialUpdates < 1 || mapUpdates < 1) {
            throw new IllegalArgumentException(
                    "potentialUpdates is %d and mapUpdates %d, both must be at least 1"
                            .formatted(potentialUpdates, mapUpdates));
        }
    }

    /** One update of f, then K_T of T: Algorithm 1. */
    public static Alternation algorithm1(int mapUpdates) {
        return new Alternation(1, mapUpdates, Order.POTENTIAL_FIRST);
    }
}
