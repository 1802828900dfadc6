package io.monge.runtime.config;

import io.monge.runtime.config.Node.Branch;
import java.util.List;
import java.util.Optional;

/**
 * One source of configuration, read but not yet understood.
 *
 * @param keys how the source spells keys
 */
record Layer(Branch root, Spelling keys) {

    /**
     * Puts what is written under a short path where the long one leads.
     *
     * @throws InvalidConfigException if both are written
     */
    void expand(List<String> shorthand, List<String> path) {
        Optional<Branch> holder = branch(shorthand.subList(0, shorthand.size() - 1));
        Optional<String> written = holder.flatMap(it -> key(it, last(shorthand)));
        if (written.isPresent()) {
            put(path, holder.get().children().get(written.get()), String.join(".", shorthand));
            holder.get().children().remove(written.get());
        }
    }

    private void put(List<String> path, Node value, String shorthand) {
        Branch branch = root;
        for (String level : path.subList(0, path.size() - 1)) {
            String key = key(branch, level).orElse(level);
            Node next = branch.children().computeIfAbsent(key, it -> Branch.empty(value.origin()));
            if (!(next instanceof Branch deeper)) {
                return; // the key above is refused for what it is
            }
            branch = deeper;
        }
        Optional<String> already = key(branch, last(path));
        if (already.isPresent()) {
            throw new InvalidConfigException(
                    "The key '%s' (%s) is short for '%s' (%s): allowed is one of the two."
                            .formatted(
                                    shorthand,
                                    value.origin(),
                                    String.join(".", path),
                                    branch.children().get(already.get()).origin()));
        }
        branch.children().put(last(path), value);
    }

    private Optional<Branch> branch(List<String> path) {
        Branch branch = root;
        for (String level : path) {
            Optional<String> key = key(branch, level);
            if (key.isEmpty() || !(branch.children().get(key.get()) instanceof Branch deeper)) {
                return Optional.empty();
            }
            branch = deeper;
        }
        return Optional.of(branch);
    }

    /** As this source spells it, if it has it. */
    private Optional<String> key(Branch branch, String name) {
        return branch.children().keySet().stream()
                .filter(written -> keys.matches(written, name))
                .findFirst();
    }

    private static String last(List<String> path) {
        return path.get(path.size() - 1);
    }

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
