package io.monge.launcher.option;

import java.util.function.DoublePredicate;
import picocli.CommandLine.TypeConversionException;

/** Numbers as they are typed. */
final class Typed {
    private Typed() {}

    /**
     * @param what the sentence's end, such as "whole number of at least 1"
     * @throws TypeConversionException if it is no whole number from {@code least} to {@code most}
     */
    static int whole(String text, int least, int most, String what) {
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw refused(text, what);
        }
        throw refused(text, what);
    }

    /**
     * @param what the sentence's end, such as "number above 0"
     * @throws TypeConversionException if it is no finite number that is allowed
     */
    static double finite(String text, DoublePredicate allowed, String what) {
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value) && allowed.test(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw refused(text, what);
        }
        throw refused(text, what);
    }

    private static TypeConversionException refused(String text, String what) {
        return new TypeConversionException("'%s' is no %s".formatted(text, what));
    }
}
