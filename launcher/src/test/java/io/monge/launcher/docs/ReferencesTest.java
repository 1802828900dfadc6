package io.monge.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The generated references are those of this code. To write them anew:
 *
 * <pre>
 * ./mvnw -q -pl launcher -am test -Dtest=ReferencesTest -Dsurefire.failIfNoSpecifiedTests=false
 * cp launcher/target/docs/*.md docs/
 * </pre>
 */
class ReferencesTest {
    private static final String ANEW =
            "docs/%s is not what the code says; to write it anew: cp launcher/target/docs/%<s docs/";

    private final SourceDocs sources = new SourceDocs();

    @Test
    void everyKeyOfTheConfigurationIsDescribedAsTheCodeHasIt() throws IOException {
        ConfigurationReference reference = new ConfigurationReference(sources);

        String markdown = written("CONFIGURATION.md", reference.markdown());

        assertThat(reference.silent())
                .as("keys with neither a comment in defaults.yaml nor a @param in their record")
                .isEmpty();
        assertThat(checkedIn("CONFIGURATION.md")).as(ANEW, "CONFIGURATION.md").isEqualTo(markdown);
    }

    @Test
    void everyTopicAndFieldIsDescribedAsTheCodeHasIt() throws IOException {
        TopicReference reference = new TopicReference(sources);
        String markdown = written("TOPICS.md", reference.markdown());

        assertThat(reference.silent())
                .as("topics without a @param in Topics, and fields without a doc in their schema")
                .isEmpty();
        assertThat(checkedIn("TOPICS.md")).as(ANEW, "TOPICS.md").isEqualTo(markdown);
    }

    private static String written(String name, String markdown) throws IOException {
        Path file = Repository.ROOT.resolve("launcher/target/docs").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, markdown);
        return markdown;
    }

    private static String checkedIn(String name) throws IOException {
        Path file = Repository.ROOT.resolve("docs").resolve(name);
        return Files.exists(file) ? Files.readString(file) : "";
    }
}
