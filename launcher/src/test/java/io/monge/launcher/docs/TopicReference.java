package io.monge.launcher.docs;

import io.monge.schemas.Cleanup;
import io.monge.schemas.Retention;
import io.monge.schemas.Topic;
import io.monge.schemas.Topics;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/**
 * {@code docs/TOPICS.md}: names and numbers from {@link Topics}, keys and purposes from its
 * Javadoc, fields from the Avro schemas.
 */
final class TopicReference {
    private final SourceDocs docs;
    private final Set<Schema> records = new LinkedHashSet<>();
    private final List<String> silent = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    TopicReference(SourceDocs docs) {
        this.docs = docs;
        Topics topics = Topics.withPrefix(Topics.DEFAULT_PREFIX);
        text.append(Repository.resource("topics.md")).append('\n');
        text.append(overview(topics));
        text.append("\n## What is on them and how the values are keyed\n\n");
        text.append(purposes(topics));
        text.append("\n## Records\n");
        topics.all().forEach(topic -> records.add(topic.schema()));
        List<Schema> done = new ArrayList<>();
        while (done.size() < records.size()) {
            Schema next = List.copyOf(records).get(done.size());
            done.add(next);
            text.append(record(next));
        }
    }

    String markdown() {
        return text.toString();
    }

    /** Topics and fields nobody has said a word about. */
    List<String> silent() {
        return silent;
    }

    private static String overview(Topics topics) {
        MarkdownTable table =
                new MarkdownTable(
                        "Topic",
                        "Value",
                        "Partitions",
                        "Cleanup",
                        "Kept",
                        "Largest record",
                        "Compatibility");
        for (Topic<?> topic : topics.all()) {
            table.row(
                    "`" + topic.name() + "`",
                    link(topic.schema()),
                    Integer.toString(topic.partitions()),
                    topic.cleanup().policy(),
                    kept(topic),
                    size(topic.maxRecordBytes()),
                    topic.compatibility().name);
        }
        return table.toString();
    }

    private static String kept(Topic<?> topic) {
        Retention retention = topic.retention();
        if (topic.cleanup() == Cleanup.COMPACT) {
            return "the newest of each key";
        }
        String limits =
                age(retention.millis())
                        + ", "
                        + size(retention.bytesPerPartition())
                        + " a partition";
        return topic.cleanup() == Cleanup.DELETE ? limits : "the newest of each key, " + limits;
    }

    private String purposes(Topics topics) {
        MarkdownTable table = new MarkdownTable("Topic", "What, and its key");
        RecordComponent[] components = Topics.class.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            String name = topics.all().get(i).name();
            table.row(
                    "`" + name + "`",
                    docs.component(Topics.class, components[i].getName())
                            .orElseGet(() -> silent(name)));
        }
        return table.toString();
    }

    private String record(Schema record) {
        MarkdownTable table = new MarkdownTable("Field", "Type", "Default", "Meaning");
        for (Schema.Field field : record.getFields()) {
            String name = record.getName() + "." + field.name();
            String meaning = field.doc() == null ? silent(name) : field.doc();
            Object value = field.hasDefaultValue() ? field.defaultVal() : "";
            table.row("`" + field.name() + "`", type(field.schema()), shown(value), meaning);
        }
        return "\n### %s\n\n%s\n\n%s".formatted(record.getName(), record.getDoc(), table);
    }

    private static String shown(Object value) {
        if (value == org.apache.avro.JsonProperties.NULL_VALUE) {
            return "`null`";
        }
        return value.equals("") ? "" : "`" + value + "`";
    }

    private String silent(String name) {
        silent.add(name);
        return "";
    }

    private String type(Schema schema) {
        if (schema.getLogicalType() != null) {
            return schema.getLogicalType().getName();
        }
        return switch (schema.getType()) {
            case RECORD -> {
                records.add(schema);
                yield link(schema);
            }
            case ENUM ->
                    schema.getEnumSymbols().stream()
                            .map(symbol -> "`" + symbol + "`")
                            .collect(Collectors.joining(" | "));
            case UNION ->
                    schema.getTypes().stream().map(this::type).collect(Collectors.joining(" or "));
            case ARRAY -> "array of " + type(schema.getElementType());
            case FIXED -> schema.getFixedSize() + " bytes";
            default -> schema.getName();
        };
    }

    private static String link(Schema record) {
        return "[%s](#%s)".formatted(record.getName(), record.getName().toLowerCase(Locale.ROOT));
    }

    private static String age(long millis) {
        Duration age = Duration.ofMillis(millis);
        return age.toDays() > 0 ? age.toDays() + " d" : age.toHours() + " h";
    }

    private static String size(long bytes) {
        long kib = bytes >> 10;
        return kib % 1024 == 0 ? (kib >> 10) + " MiB" : kib + " KiB";
    }
}
