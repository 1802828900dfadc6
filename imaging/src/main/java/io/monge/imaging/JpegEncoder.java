package io.monge.imaging;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.w3c.dom.NodeList;

/** Writes baseline JPEG, 4:4:4; the JDK's writer would halve the chroma. */
final class JpegEncoder {

    private static final String NATIVE_TREE = "javax_imageio_jpeg_image_1.0";

    private JpegEncoder() {}

    static byte[] encode(RgbImage image, int quality) {
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException(
                    "JPEG quality is " + quality + ", must be between 1 and 100");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(BufferedImages.of(image), quality, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing a JPEG to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /**
     * @param pixels RGB or grey
     * @param out stays open
     */
    static void write(BufferedImage pixels, int quality, OutputStream out) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (var stream = new MemoryCacheImageOutputStream(out)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality / 100f);
            IIOMetadata metadata = fullChroma(writer, pixels, parameters);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(pixels, null, metadata), parameters);
        } finally {
            writer.dispose();
        }
    }

    private static IIOMetadata fullChroma(
            ImageWriter writer, BufferedImage image, ImageWriteParam parameters)
            throws IIOInvalidTreeException {
        IIOMetadata metadata =
                writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), parameters);
        IIOMetadataNode tree = (IIOMetadataNode) metadata.getAsTree(NATIVE_TREE);
        NodeList components = tree.getElementsByTagName("componentSpec");
        for (int i = 0; i < components.getLength(); i++) {
            IIOMetadataNode component = (IIOMetadataNode) components.item(i);
            component.setAttribute("HsamplingFactor", "1");
            component.setAttribute("VsamplingFactor", "1");
        }
        metadata.setFromTree(NATIVE_TREE, tree);
        return metadata;
    }
}
