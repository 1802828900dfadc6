package io.monge.serving.http;

import io.monge.http.Problem;
import io.monge.http.RefusedException;
import io.monge.imaging.ImageFormat;
import java.util.List;
import java.util.Locale;

/** Chooses the encoding of the answer from the Accept header (RFC 9110, 12.5.1). */
final class Acceptable {

    private static final List<ImageFormat> WRITTEN =
            List.of(ImageFormat.PNG, ImageFormat.JPEG, ImageFormat.WEBP);

    private Acceptable() {}

    /**
     * The encoding with the greatest weight; PNG, then JPEG, among equals.
     *
     * @param accept value of the header, empty if there was none
     * @throws RefusedException 406 if none is acceptable
     */
    static ImageFormat choose(String accept) {
        if (accept.isBlank()) {
            return ImageFormat.PNG;
        }
        ImageFormat best = ImageFormat.PNG;
        double greatest = 0;
        for (ImageFormat format : WRITTEN) {
            double weight = weight(accept, format);
            if (weight > greatest) {
                best = format;
                greatest = weight;
            }
        }
        if (greatest == 0) {
            throw new RefusedException(
                    Problem.of(
                            406,
                            "not-acceptable",
                            "No acceptable image type",
                            "The answer can be image/png, image/jpeg or image/webp, not "
                                    + accept
                                    + "."));
        }
        return best;
    }

    /** Weight of the most specific range that matches, 0 if none does. */
    private static double weight(String accept, ImageFormat format) {
        int specificity = 0;
        double weight = 0;
        for (String range : accept.split(",")) {
            String[] parts = range.trim().split("\\s*;\\s*", -1); // of ";" too there is a first
            int matched = specificity(parts[0].toLowerCase(Locale.ROOT), format.mediaType());
            if (matched > specificity) {
                specificity = matched;
                weight = quality(parts);
            }
        }
        return weight;
    }

    private static int specificity(String range, String mediaType) {
        if (range.equals(mediaType)) {
            return 3;
        }
        return switch (range) {
            case "image/*" -> 2;
            case "*/*" -> 1;
            default -> 0;
        };
    }

    private static double quality(String[] parts) {
        for (String part : parts) {
            if (part.regionMatches(true, 0, "q=", 0, 2)) {
                try {
                    return Double.parseDouble(part.substring(2));
                } catch (NumberFormatException malformed) {
                    throw RefusedException.badRequest(
                            "Accept has the weight '%s'; it must be a number from 0 to 1."
                                    .formatted(part));
                }
            }
        }
        return 1;
    }
}
