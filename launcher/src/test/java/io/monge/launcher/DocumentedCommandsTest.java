package io.monge.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.launcher.docs.Markdown;
import io.monge.launcher.setup.CommonOptions;
import io.monge.launcher.setup.ConfigFlags;
import io.monge.launcher.setup.Setup;
import io.monge.runtime.config.InvalidConfigException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;

/** Every {@code monge} command in the documents is understood; none of them is run. */
class DocumentedCommandsTest {
    /** With variables before it, or not. */
    private static final Pattern COMMAND =
            Pattern.compile("(?:\\w+=\\S*\\s+)*(?:\\./)?monge\\s+(.*)");

    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

    /** Stand for a number or a time. */
    private static final Map<String, String> PLACEHOLDERS =
            Map.of(
                    "V",
                    "1200",
                    "VERSION",
                    "1200",
                    "N",
                    "8",
                    "D",
                    "8",
                    "TIME",
                    "2026-01-31T12:00:00Z");

    private final List<String> refused = new ArrayList<>();

    @Test
    void everyCommandOfACodeBlockIsUnderstood() {
        List<String> commands = new ArrayList<>();
        for (Markdown document : Markdown.all()) {
            for (String line : document.commands()) {
                command(line).ifPresent(commands::add);
                command(line).flatMap(this::refusal).ifPresent(why -> refuse(document, line, why));
            }
        }

        assertThat(commands).hasSizeGreaterThan(50);
        assertThat(refused).as("commands that would be refused").isEmpty();
    }

    /** In a sentence a command need not be whole. */
    @Test
    void everyCommandOfASentenceHasOnlyWordsThatExist() {
        for (Markdown document : Markdown.all()) {
            for (String line : document.spans()) {
                command(line)
                        .flatMap(this::refusal)
                        .filter(why -> !why.contains("Missing required"))
                        .ifPresent(why -> refuse(document, line, why));
            }
        }

        assertThat(refused).as("commands that would be refused").isEmpty();
    }

    @Test
    void aMistypedOptionOrKeyIsFound() {
        assertThat(refusal("bench toy swissroll --sedonds=3")).isPresent();
        assertThat(refusal("serve --serving.prot=80")).isPresent();
        assertThat(refusal("train --trainer.solver.batchSize=eight")).isPresent();
    }

    private void refuse(Markdown document, String line, String why) {
        refused.add("%s: '%s': %s".formatted(document.name(), line, why));
    }

    /** Why the program would not begin; files need not be there. */
    private Optional<String> refusal(String command) {
        ConfigFlags split = ConfigFlags.split(words(command));
        try {
            Setup setup = new Setup(split.flags(), Map.of());
            setup.load(new CommonOptions(), Optional.empty(), List.of());
            Monge.commands(setup, NOWHERE, NOWHERE).parseArgs(split.rest().toArray(String[]::new));
            return Optional.empty();
        } catch (ParameterException | InvalidConfigException e) {
            String why = String.valueOf(e.getMessage());
            return why.contains("there is no file") ? Optional.empty() : Optional.of(why);
        }
    }

    /** A synopsis as a command: what is optional is given, of alternatives the first. */
    private static String[] words(String command) {
        return Stream.of(command.split("\\s+[|>]\\s|\\s*&")[0].split("\\s+"))
                .map(word -> word.replaceAll("[\\[\\]()\"']", ""))
                .filter(word -> !word.matches("\\.{3}|…|"))
                .map(word -> word.replaceAll("\\|.*", ""))
                .map(word -> PLACEHOLDERS.getOrDefault(word, word))
                .toArray(String[]::new);
    }

    private static Optional<String> command(String line) {
        Matcher found = COMMAND.matcher(line);
        return found.matches() ? Optional.of(found.group(1)) : Optional.empty();
    }
}
