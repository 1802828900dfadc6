package io.monge.schemas.image;

import static org.apache.avro.SchemaCompatibility.checkReaderWriterCompatibility;
import static org.assertj.core.api.Assertions.assertThat;

import io.monge.schemas.record.UpscaleRequest;
import io.monge.schemas.record.UpscaledImage;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who does not know of pieces reads and is read. */
class PartFieldTest {

    static Stream<Schema> schemas() {
        return Stream.of(UpscaleRequest.getClassSchema(), UpscaledImage.getClassSchema());
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void recordsOfBeforeAreReadNowAndThoseOfNowWereReadBefore(Schema now) {
        List<Schema.Field> fields =
                now.getFields().stream()
                        .filter(field -> !field.name().equals("part"))
                        .map(field -> new Schema.Field(field, field.schema()))
                        .toList();
        Schema before =
                Schema.createRecord(now.getName(), now.getDoc(), now.getNamespace(), false, fields);

        assertThat(before.getFields()).hasSize(now.getFields().size() - 1);
        assertThat(checkReaderWriterCompatibility(now, before).getType())
                .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        assertThat(checkReaderWriterCompatibility(before, now).getType())
                .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }
}
