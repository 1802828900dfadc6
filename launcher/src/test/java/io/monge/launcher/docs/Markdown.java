package io.monge.launcher.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A document taken apart: prose without code, code spans, code blocks, and the anchors of its
 * headings as GitHub makes them.
 */
public final class Markdown {
    private static final Pattern LINK = Pattern.compile("!?\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");

    private final Path file;
    private final StringBuilder prose = new StringBuilder();
    private final List<String> code = new ArrayList<>();
    private final List<String> anchors = new ArrayList<>();

    private Markdown(Path file) {
        this.file = file;
        boolean fenced = false;
        boolean indented = false;
        boolean blank = true;
        for (String line : Repository.text(file).split("\n", -1)) {
            indented = line.startsWith("    ") && (blank || indented);
            if (line.startsWith("```")) {
                fenced = !fenced;
            } else if (fenced || indented) {
                code.add(line.strip());
            } else {
                prose(line);
            }
            blank = line.isBlank();
        }
    }

    /** Every document of the repository. */
    public static List<Markdown> all() {
        try (Stream<Path> top = Files.list(Repository.ROOT);
                Stream<Path> docs = Files.walk(Repository.ROOT.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(Markdown::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Markdown of(Path file) {
        return new Markdown(file);
    }

    public Path file() {
        return file;
    }

    /** From the repository's root, with slashes. */
    public String name() {
        return Repository.ROOT.relativize(file).toString().replace('\\', '/');
    }

    /** Targets of links and pictures. */
    List<String> links() {
        String plain = SPAN.matcher(prose).replaceAll("code");
        return LINK.matcher(plain).results().map(found -> found.group(1)).toList();
    }

    /** What stands between backquotes in the prose; tables escape their bars. */
    public List<String> spans() {
        return SPAN.matcher(prose)
                .results()
                .map(found -> found.group(1).replace("\\|", "|").replaceAll("\\s+", " "))
                .toList();
    }

    /** Commands of the code blocks: lines, those joined that end in a backslash, no comments. */
    public List<String> commands() {
        String joined = String.join("\n", code).replaceAll("\\\\\n\\s*", "");
        return joined.lines().map(line -> line.replaceAll("\\s+#\\s.*", "")).toList();
    }

    List<String> anchors() {
        return anchors;
    }

    private void prose(String line) {
        prose.append(line).append('\n');
        if (line.matches("#{1,6} .*")) {
            String text = line.replaceAll("^#+ ", "").replaceAll("\\[([^\\]]*)]\\([^)]*\\)", "$1");
            String slug =
                    text.toLowerCase(Locale.ROOT)
                            .replaceAll("[^\\p{L}\\p{N} _-]", "")
                            .replace(' ', '-');
            long before = anchors.stream().filter(anchor -> anchor.equals(slug)).count();
            anchors.add(before == 0 ? slug : slug + "-" + before);
        }
    }
}
