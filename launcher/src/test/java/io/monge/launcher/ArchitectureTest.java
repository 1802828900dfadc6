package io.monge.launcher;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.core.domain.properties.HasParameterTypes.Predicates.rawParameterTypes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.monge.runtime.metric.Metric;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The dependency rules of the house, read off the compiled classes of every module. */
class ArchitectureTest {
    private static final String ND_ARRAY = "ai.djl.ndarray.NDArray";
    private static final String[] SERVICES = {
        "io.monge.ingest..", "io.monge.trainer..", "io.monge.serving..", "io.monge.metrics.."
    };

    private static JavaClasses classes;

    @BeforeAll
    static void readTheClasses() {
        classes =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.monge", "ai.djl.pytorch.jni");
    }

    @Test
    void servicesMeetOnlyInTheSchemas() {
        for (String service : SERVICES) {
            for (String other : SERVICES) {
                if (!service.equals(other)) {
                    noClasses()
                            .that()
                            .resideInAPackage(service)
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage(other)
                            .allowEmptyShould(false)
                            .check(classes);
                }
            }
        }
    }

    @Test
    void whatTheServicesShareKnowsNoneOfThem() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.monge.http..",
                        "io.monge.runtime..",
                        "io.monge.imaging..",
                        "io.monge.schemas..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SERVICES)
                .check(classes);
    }

    @Test
    void everyMetricOfTheCatalogueIsEmittedSomewhere() {
        Set<String> used =
                classes.stream()
                        .filter(type -> !type.isEquivalentTo(Metric.class))
                        .flatMap(type -> type.getFieldAccessesFromSelf().stream())
                        .filter(access -> access.getTargetOwner().isEquivalentTo(Metric.class))
                        .map(access -> access.getTarget().getName())
                        .collect(Collectors.toSet());

        assertThat(used).containsAll(Stream.of(Metric.values()).map(Metric::name).toList());
    }

    @Test
    void theMathematicsKnowsNoTransport() {
        noClasses()
                .that()
                .resideInAPackage("io.monge.ot..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..",
                        "org.apache.avro..",
                        "reactor..",
                        "com.fasterxml.jackson..",
                        "io.monge.runtime..",
                        "io.monge.schemas..")
                .check(classes);
    }

    @Test
    void kafkaClientsStayBehindTheBridge() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.monge.schemas.serde..",
                        "io.monge.runtime.kafka..",
                        "io.monge.metrics..",
                        "io.monge.embedded..")
                .and()
                .resideInAPackage("io.monge..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(classes);
    }

    @Test
    void avroRecordsStopAtTheEdge() {
        noClasses()
                .that()
                .resideInAnyPackage("io.monge.ingest", "io.monge.trainer", "io.monge.serving..")
                .and()
                .resideOutsideOfPackage("..wire..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo("org.apache.avro.specific.SpecificRecordBase")
                .check(classes);
    }

    @Test
    void theEngineIsTouchedInOnePlace() {
        noClasses()
                .that()
                .resideInAPackage("io.monge..")
                .and()
                .resideOutsideOfPackage("io.monge.ot.tensor..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl.pytorch..", "ai.djl.ndarray.internal..")
                .check(classes);
    }

    @Test
    void ffmpegIsTouchedInOnePlace() {
        noClasses()
                .that()
                .resideInAPackage("io.monge..")
                .and()
                .resideOutsideOfPackage("io.monge.ingest.video..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco..")
                .check(classes);
    }

    @Test
    void noScalarArithmeticOnTensors() {
        for (String operation :
                new String[] {"add", "sub", "mul", "div", "pow", "mod", "maximum", "minimum"}) {
            noClasses()
                    .that()
                    .resideInAPackage("io.monge..")
                    .should()
                    .callMethodWhere(
                            target(owner(assignableTo(ND_ARRAY)))
                                    .and(target(nameMatching(operation + "i?")))
                                    .and(target(rawParameterTypes(Number.class))))
                    .because(
                            "a scalar lives in a Java buffer that autograd outlives: silently wrong gradients")
                    .check(classes);
        }
    }

    @Test
    void tensorsStayInsideTheMathematicsAndItsTrainer() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.monge.serving..",
                        "io.monge.ingest..",
                        "io.monge.metrics..",
                        "io.monge.http..",
                        "io.monge.runtime..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl..")
                .check(classes);
    }

    @Test
    void packagesNameThingsAndFormNoCycles() {
        noClasses()
                .that()
                .resideInAPackage("io.monge..")
                .should()
                .resideInAnyPackage(
                        "..util..",
                        "..utils..",
                        "..common..",
                        "..helper..",
                        "..misc..",
                        "..manager..",
                        "..impl..")
                .check(classes);
        slices().matching("io.monge.(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void noStaticMutableState() {
        fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAPackage("io.monge..")
                .and()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage("io.monge.schemas.record..")
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(classes);
    }
}
