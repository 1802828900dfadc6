package io.monge.ingest.wire;

import io.monge.ingest.FileStamp;
import io.monge.ingest.ImagePosition;
import io.monge.ingest.ReadingLog;
import io.monge.runtime.kafka.Keyed;
import io.monge.schemas.record.IngestPosition;
import io.monge.schemas.record.ReadingMark;
import java.time.Instant;

/** {@link ImagePosition} ⇄ {@link IngestPosition}. */
final class PositionRecords {

    private PositionRecords() {}

    static Keyed<IngestPosition> begun(String reading) {
        return mark(reading, ReadingMark.BEGUN, 0);
    }

    static Keyed<IngestPosition> passEnded(String reading, long pass) {
        return mark(reading, ReadingMark.PASS_ENDED, pass);
    }

    static Keyed<IngestPosition> of(String reading, ImagePosition position) {
        IngestPosition record =
                IngestPosition.newBuilder()
                        .setReading(reading)
                        .setMark(ReadingMark.IMAGE)
                        .setPass(position.pass())
                        .setImage(position.image())
                        .setSize(position.stamp().size())
                        .setModified(position.stamp().modified().toString())
                        .setPatches(position.patches())
                        .setContent(position.content())
                        .build();
        return new Keyed<>(key(record), record);
    }

    static void tell(IngestPosition record, ReadingLog.Visitor visitor) {
        switch (record.getMark()) {
            case BEGUN -> {} // by whoever read before
            case PASS_ENDED -> visitor.passEnded(record.getPass());
            case IMAGE -> visitor.image(position(record));
        }
    }

    private static ImagePosition position(IngestPosition record) {
        FileStamp stamp = new FileStamp(record.getSize(), Instant.parse(record.getModified()));
        return new ImagePosition(
                record.getImage(),
                stamp,
                record.getPass(),
                record.getPatches(),
                record.getContent());
    }

    private static Keyed<IngestPosition> mark(String reading, ReadingMark mark, long pass) {
        IngestPosition record =
                IngestPosition.newBuilder().setReading(reading).setMark(mark).setPass(pass).build();
        return new Keyed<>(key(record), record);
    }

    /** One record of each image is kept, and one of each other mark. */
    private static String key(IngestPosition record) {
        String image = record.getImage();
        return record.getMark() + " " + record.getReading() + (image == null ? "" : "\n" + image);
    }
}
