package io.monge.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DihedralTest {

    private final RgbImage image = Pictures.random(5, 3, 9);

    @Test
    void theEightSymmetriesAreDifferent() {
        assertThat(Arrays.stream(Dihedral.values()).map(d -> d.of(image)).distinct()).hasSize(8);
    }

    @ParameterizedTest
    @EnumSource
    void symmetriesFormAGroup(Dihedral first) {
        for (Dihedral second : Dihedral.values()) {
            assertThat(first.then(second).of(image)).isEqualTo(second.of(first.of(image)));
        }
        assertThat(first.then(first.inverse())).isEqualTo(Dihedral.IDENTITY);
        assertThat(first.inverse().then(first)).isEqualTo(Dihedral.IDENTITY);
    }

    @Test
    void eachMovesTheTopLeftPixelWhereItsNameSays() {
        assertThat(corner(Dihedral.MIRROR_LEFT_RIGHT, 4, 0)).isTrue();
        assertThat(corner(Dihedral.MIRROR_TOP_BOTTOM, 0, 2)).isTrue();
        assertThat(corner(Dihedral.ROTATE_180, 4, 2)).isTrue();
        assertThat(corner(Dihedral.TRANSPOSE, 0, 0)).isTrue();
        assertThat(corner(Dihedral.ROTATE_90, 2, 0)).isTrue();
        assertThat(corner(Dihedral.ROTATE_270, 0, 4)).isTrue();
        assertThat(corner(Dihedral.ANTI_TRANSPOSE, 2, 4)).isTrue();
    }

    private boolean corner(Dihedral symmetry, int x, int y) {
        return symmetry.of(image).crop(x, y, 1, 1).equals(image.crop(0, 0, 1, 1));
    }
}
