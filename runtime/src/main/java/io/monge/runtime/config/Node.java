package io.monge.runtime.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A piece of configuration as written, before any type is known. Immutable but for {@link Branch},
 * which the merger fills.
 */
sealed interface Node {

    /** Where it was written, as a reader would name it. */
    String origin();

    /**
     * A scalar, as text, empty where YAML says null: only the type of the record's component
     * decides what it means.
     */
    record Leaf(String text, String origin) implements Node {}

    /** A list; replaced as a whole by a higher layer. */
    record Sequence(List<Node> items, String origin) implements Node {}

    /**
     * Keys and their nodes, in order of appearance. Owned by the thread that loads the
     * configuration.
     */
    record Branch(Map<String, Node> children, String origin) implements Node {

        static Branch empty(String origin) {
            return new Branch(new LinkedHashMap<>(), origin);
        }
    }
}
