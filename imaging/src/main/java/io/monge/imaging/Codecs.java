package io.monge.imaging;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import com.luciad.imageio.webp.WebPImageWriterSpi;
import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ImageReaderWriterSpi;

/** Which library reads and writes which format, whatever else is on the class path. */
final class Codecs {

    private Codecs() {}

    static ImageReader reader(ImageFormat format) throws IOException {
        return switch (format) {
            // CMYK, progressive and lossless; the JDK's reads no CMYK.
            case JPEG -> reader(JPEGImageReaderSpi.class, JPEGImageReaderSpi::new);
            case TIFF -> reader(TIFFImageReaderSpi.class, TIFFImageReaderSpi::new);
            case WEBP -> reader(WebPImageReaderSpi.class, WebPImageReaderSpi::new);
            case PNG, GIF, BMP ->
                    ImageIO.getImageReadersByFormatName(format.name().toLowerCase(Locale.ROOT))
                            .next();
        };
    }

    static ImageWriter webpWriter() throws IOException {
        return registered(WebPImageWriterSpi.class, WebPImageWriterSpi::new).createWriterInstance();
    }

    private static ImageReader reader(
            Class<? extends ImageReaderSpi> type, Supplier<? extends ImageReaderSpi> maker)
            throws IOException {
        return registered(type, maker).createReaderInstance();
    }

    private static <T extends ImageReaderWriterSpi> T registered(
            Class<? extends T> type, Supplier<? extends T> maker) {
        IIORegistry registry = IIORegistry.getDefaultInstance();
        T provider = registry.getServiceProviderByClass(type);
        if (provider == null) {
            // A jar that merged others may have lost the file by which the JDK finds providers.
            provider = maker.get();
            registry.registerServiceProvider(provider);
        }
        return provider;
    }
}
