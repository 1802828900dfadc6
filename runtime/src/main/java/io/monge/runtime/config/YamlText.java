package io.monge.runtime.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.monge.runtime.config.Node.Branch;
import io.monge.runtime.config.Node.Leaf;
import io.monge.runtime.config.Node.Sequence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * YAML to nodes. Token by token rather than as a tree, because the original text and the line of
 * each value are wanted.
 */
final class YamlText {

    private static final YAMLFactory YAML =
            YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final YAMLParser parser;
    private final String name;

    private YamlText(YAMLParser parser, String name) {
        this.parser = parser;
        this.name = name;
    }

    static Branch parse(String text, String name) {
        try (YAMLParser parser = YAML.createParser(text)) {
            return new YamlText(parser, name).document();
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new InvalidConfigException(
                    "The %s is not valid YAML%s: %s."
                            .formatted(
                                    name,
                                    at == null ? "" : " in line " + at.getLineNr(),
                                    firstLine(e)),
                    e);
        } catch (IOException e) {
            throw new InvalidConfigException(
                    "The " + name + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private Branch document() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null || first == JsonToken.VALUE_NULL) {
            return Branch.empty(name); // an empty file, or comments only
        }
        if (first != JsonToken.START_OBJECT) {
            throw new InvalidConfigException(
                    "The " + name + " holds no keys: allowed are lines of the form 'key: value'.");
        }
        return branch();
    }

    private Branch branch() throws IOException {
        Branch branch = Branch.empty(origin());
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            branch.children().put(key, node());
        }
        return branch;
    }

    private Node node() throws IOException {
        if (parser.isCurrentAlias()) {
            throw new InvalidConfigException(
                    "The alias '*%s' (%s) is not supported: write the value out."
                            .formatted(parser.getText(), origin()));
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> branch();
            case START_ARRAY -> sequence();
            case VALUE_NULL -> new Leaf("", origin());
            default -> new Leaf(parser.getText(), origin());
        };
    }

    private Sequence sequence() throws IOException {
        String origin = origin();
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node());
        }
        return new Sequence(List.copyOf(items), origin);
    }

    private String origin() {
        return name + ", line " + parser.currentTokenLocation().getLineNr();
    }

    private static String firstLine(JsonProcessingException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("unknown error");
    }
}
