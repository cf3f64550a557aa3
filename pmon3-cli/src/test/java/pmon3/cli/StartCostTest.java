package pmon3.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the client must not use, because each costs milliseconds of every command's start. */
class StartCostTest {
    private static final JavaClasses CLIENT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("pmon3.cli");

    @Test
    void theClientUsesNothingThatIsSlowToLoad() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.util.regex..", "java.util.stream..", "java.time..", "java.text..", "java.util.logging..")
                .because("they load dozens of classes")
                .check(CLIENT);
        noClasses()
                .should()
                .callMethodWhere(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                        com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching(
                                "format|formatted|matches|replaceAll|split")))
                .because("they use formatters or regular expressions")
                .check(CLIENT);
    }

    @Test
    void onlyTheFlagsKnowPicocli() {
        noClasses()
                .that()
                .resideOutsideOfPackage("pmon3.cli.command")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(CLIENT);
    }
}
