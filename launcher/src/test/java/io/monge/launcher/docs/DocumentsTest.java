package io.monge.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the documents point at is there. */
class DocumentsTest {
    /** Such as {@code trainer/TrainingLoop} or {@code neural-ot/solver/MinimaxSolver#step}. */
    private static final Pattern CLASS_OF_MODULE =
            Pattern.compile("([a-z-]+)/((?:[a-z]+/)*)([A-Z]\\w*)(?:#(\\w+))?");

    /** Such as {@code MinimaxSolver#step} or {@code PublishConfig.Promotion}. */
    private static final Pattern CLASS = Pattern.compile("([A-Z]\\w*[a-z]\\w*)(?:[#.](\\w+))?");

    /** Documents in which a capitalised word between backquotes is the name of a class. */
    private static final Set<String> OF_CLASSES = Set.of("docs/PAPER.md", "CONTRIBUTING.md");

    private final List<String> missing = new ArrayList<>();
    private final Map<String, List<Path>> sources = sources();

    @Test
    void everyRelativeLinkHasItsFileAndItsAnchor() {
        for (Markdown document : Markdown.all()) {
            document.links().stream()
                    .filter(link -> !link.matches("[a-z]+:.*"))
                    .forEach(link -> requireTarget(document, link));
        }

        assertThat(missing).as("links that lead nowhere").isEmpty();
    }

    @Test
    void everyFileAndFolderThatIsNamedIsThere() {
        for (Markdown document : Markdown.all()) {
            document.spans().stream()
                    .filter(
                            span ->
                                    span.matches(
                                            "(docs|docker|schemas/src|launcher/src)/[\\w./-]+"))
                    .filter(span -> !Files.exists(Repository.ROOT.resolve(span)))
                    .forEach(span -> missing.add(document.name() + ": " + span));
        }

        assertThat(missing).as("paths that are not there").isEmpty();
    }

    @Test
    void everyClassThatIsNamedIsThere() {
        for (Markdown document : Markdown.all()) {
            for (String span : document.spans()) {
                Matcher ofModule = CLASS_OF_MODULE.matcher(span);
                Matcher plain = CLASS.matcher(span);
                if (ofModule.matches()
                        && Files.exists(Repository.ROOT.resolve(ofModule.group(1)))) {
                    String folder = ofModule.group(1) + "/src/.*/" + ofModule.group(2);
                    require(document, folder, ofModule.group(3), ofModule.group(4));
                } else if (plain.matches() && OF_CLASSES.contains(document.name())) {
                    require(document, "", plain.group(1), plain.group(2));
                }
            }
        }

        assertThat(missing).as("classes and methods that are not there").isEmpty();
    }

    @Test
    void theReadmeStaysShort() {
        assertThat(Repository.text("README.md").lines().count()).isLessThan(150);
    }

    private void requireTarget(Markdown document, String link) {
        String[] parts = link.split("#", 2);
        Path target =
                parts[0].isEmpty()
                        ? document.file()
                        : document.file().resolveSibling(parts[0]).normalize();
        boolean there = Files.exists(target);
        if (there && parts.length == 2) {
            there = Markdown.of(target).anchors().contains(parts[1]);
        }
        if (!there) {
            missing.add(document.name() + ": " + link);
        }
    }

    /**
     * @param folder what the path has before the name, a pattern
     * @param member of the class; null for the class itself
     */
    private void require(Markdown document, String folder, String type, @Nullable String member) {
        Pattern path = Pattern.compile(".*" + folder + "(?:.*/)?" + type + "\\.java");
        boolean there =
                sources.getOrDefault(type, List.of()).stream()
                        .filter(file -> path.matcher(file.toString().replace('\\', '/')).matches())
                        .map(Repository::text)
                        .anyMatch(text -> member == null || text.contains(member));
        if (!there) {
            missing.add(document.name() + ": " + type + (member == null ? "" : "#" + member));
        }
    }

    /** Sources by the name of their class. */
    private static Map<String, List<Path>> sources() {
        List<Path> files = new ArrayList<>();
        for (Path module : Repository.modules()) {
            Path source = module.resolve("src");
            if (Files.isDirectory(source)) {
                try (Stream<Path> walk = Files.walk(source)) {
                    walk.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return files.stream()
                .collect(
                        Collectors.groupingBy(
                                file -> file.getFileName().toString().replace(".java", "")));
    }
}
