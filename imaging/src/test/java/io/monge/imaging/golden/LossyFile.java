package io.monge.imaging.golden;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** JPEG and WebP as libraries encode them, with profile and EXIF put around the pixels here. */
final class LossyFile {

    private static final int JFIF_END = 20;

    private final Golden.Storage storage;

    LossyFile(Golden.Storage storage) {
        this.storage = storage;
    }

    byte[] jpeg(int progressive) throws IOException {
        byte[] plain = encoded("jpeg", "JPEG", progressive);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain, 0, JFIF_END);
        if (storage.turn() != Turn.TOP_LEFT) {
            byte[] exif = PngFile.exif(storage.turn(), ByteOrder.LITTLE_ENDIAN);
            segment(out, 0xE1, "Exif\0\0", exif);
        }
        if (storage.space().isProfile()) {
            segment(out, 0xE2, "ICC_PROFILE\0\1\1", storage.space().icc());
        }
        out.write(plain, JFIF_END, plain.length - JFIF_END);
        return out.toByteArray();
    }

    /**
     * @param compression Lossless or Lossy
     */
    byte[] webp(String compression) throws IOException {
        byte[] plain = encoded("webp", compression, ImageWriteParam.MODE_DISABLED);
        boolean exif = storage.turn() != Turn.TOP_LEFT;
        boolean icc = storage.space().isProfile();
        if (!exif && !icc) {
            return plain;
        }
        boolean alpha = storage.mode().alpha();
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        ByteBuffer canvas = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
        canvas.putInt((icc ? 0x20 : 0) | (alpha ? 0x10 : 0) | (exif ? 8 : 0));
        canvas.putShort((short) (storage.turn().storedWidth() - 1)).put((byte) 0);
        canvas.putShort((short) (storage.turn().storedHeight() - 1)).put((byte) 0);
        chunk(chunks, "VP8X", canvas.array());
        if (icc) {
            chunk(chunks, "ICCP", storage.space().icc());
        }
        int picture = plain[15] == 'X' ? 30 : 12;
        chunks.write(plain, picture, plain.length - picture);
        if (exif) {
            chunk(chunks, "EXIF", PngFile.exif(storage.turn(), ByteOrder.LITTLE_ENDIAN));
        }
        ByteBuffer out = ByteBuffer.allocate(12 + chunks.size()).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("RIFF")).putInt(4 + chunks.size()).put(ascii("WEBP"));
        return out.put(chunks.toByteArray()).array();
    }

    private byte[] encoded(String format, String compression, int progressive) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var stream = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionType(compression);
            parameters.setCompressionQuality(1);
            if (parameters.canWriteProgressive()) {
                parameters.setProgressiveMode(progressive);
            }
            BufferedImage image = image();
            writer.setOutput(stream);
            IIOMetadata metadata =
                    format.equals("jpeg") ? fullChroma(writer, image, parameters) : null;
            writer.write(null, new IIOImage(image, null, metadata), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** Colours at full resolution, which are the samples that the scene defines. */
    private static IIOMetadata fullChroma(
            ImageWriter writer, BufferedImage image, ImageWriteParam parameters)
            throws IOException {
        String name = "javax_imageio_jpeg_image_1.0";
        IIOMetadata metadata =
                writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), parameters);
        IIOMetadataNode tree = (IIOMetadataNode) metadata.getAsTree(name);
        NodeList components = tree.getElementsByTagName("componentSpec");
        for (int i = 0; i < components.getLength(); i++) {
            ((Element) components.item(i)).setAttribute("HsamplingFactor", "1");
            ((Element) components.item(i)).setAttribute("VsamplingFactor", "1");
        }
        metadata.setFromTree(name, tree);
        return metadata;
    }

    private BufferedImage image() {
        Mode mode = storage.mode();
        int type =
                mode.channels() == 1
                        ? BufferedImage.TYPE_BYTE_GRAY
                        : mode.alpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
        Turn turn = storage.turn();
        BufferedImage image = new BufferedImage(turn.storedWidth(), turn.storedHeight(), type);
        for (int row = 0; row < turn.storedHeight(); row++) {
            for (int column = 0; column < turn.storedWidth(); column++) {
                int[] samples = Scene.samples(mode, turn.x(column, row), turn.y(column, row));
                image.getRaster().setPixel(column, row, samples);
            }
        }
        return image;
    }

    private static void segment(ByteArrayOutputStream out, int marker, String name, byte[] data) {
        int length = 2 + name.length() + data.length;
        out.writeBytes(
                new byte[] {(byte) 0xFF, (byte) marker, (byte) (length >> 8), (byte) length});
        out.writeBytes(ascii(name));
        out.writeBytes(data);
    }

    private static void chunk(ByteArrayOutputStream out, String name, byte[] data) {
        ByteBuffer head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        out.writeBytes(head.put(ascii(name)).putInt(data.length).array());
        out.writeBytes(data);
        if (data.length % 2 == 1) {
            out.write(0);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
