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
        POTENTIAL_FIRST,
        /** As the reference's image script does it. */
        MAP_FIRST
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

    /** Runs both sides of a pass in their order. */
    void run(Runnable potentialUpdate, Runnable mapUpdate) {
        switch (order) {
            case POTENTIAL_FIRST -> {
                repeat(potentialUpdates, potentialUpdate);
                repeat(mapUpdates, mapUpdate);
            }
            case MAP_FIRST -> {
                repeat(mapUpdates, mapUpdate);
                repeat(potentialUpdates, potentialUpdate);
            }
        }
    }

    private static void repeat(int times, Runnable update) {
        for (int i = 0; i < times; i++) {
            update.run();
        }
    }
}
