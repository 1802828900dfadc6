package io.monge.runtime.config;

import io.monge.runtime.config.Node.Branch;

/**
 * One source of configuration, read but not yet understood.
 *
 * @param keys how the source spells keys
 */
record Layer(Branch root, Spelling keys) {

    enum Spelling {
        /** Exactly as the record's component: {@code batchSize}. */
        EXACT {
            @Override
            boolean matches(String written, String component) {
                return written.equals(component);
            }
        },
        /** Upper case with underscores, as environments do: {@code BATCH_SIZE}. */
        SHOUTED {
            @Override
            boolean matches(String written, String component) {
                return written.replace("_", "").equalsIgnoreCase(component);
            }
        };

        abstract boolean matches(String written, String component);
    }
}
