package pmon3.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.channels.FileChannel;
import org.junit.jupiter.api.Test;

class ModuleRulesTest {
    private static final String DAEMON = "pmon3.daemon..";
    private static final String CLIENT = "pmon3.cli..";
    private static final String[] COMMON = {"pmon3.model..", "pmon3.config..", "pmon3.ipc..", "pmon3.screen.."};

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // Maven's jar of a module's tests, which those of other modules use.
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("pmon3.model", "pmon3.config", "pmon3.ipc", "pmon3.screen", "pmon3.daemon", "pmon3.cli");

    @Test
    void whatBothShareDependsOnNeitherProgram() {
        noClasses()
                .that()
                .resideInAnyPackage(COMMON)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(DAEMON, CLIENT)
                .check(ALL);
    }

    @Test
    void theModelDependsOnNothingElse() {
        noClasses()
                .that()
                .resideInAPackage("pmon3.model..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("pmon3.model..", "java..")
                .check(ALL);
    }

    @Test
    void clientAndDaemonDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage(CLIENT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(DAEMON)
                .check(ALL);
        noClasses()
                .that()
                .resideInAPackage(DAEMON)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(CLIENT)
                .check(ALL);
    }

    @Test
    void theSupervisorKnowsNothingOfClients() {
        noClasses()
                .that()
                .resideInAPackage("pmon3.daemon.supervise..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "pmon3.ipc..", "pmon3.daemon.command..", "pmon3.daemon.server..", "pmon3.daemon.launch..")
                .check(ALL);
    }

    /** It decides; others ask clocks, kernels and stores. */
    @Test
    void theStateMachineTouchesNothingOutside() {
        noClasses()
                .that()
                .haveFullyQualifiedName("pmon3.daemon.supervise.ProcessMachine")
                .or()
                .haveNameMatching("pmon3\\.daemon\\.supervise\\.(.*Rules|Step|Counts|ManagedProcess|Instance)")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.(io|nio|net)\\..*|java\\.util\\.concurrent\\..*|org\\.slf4j\\..*|java\\.lang\\.System"
                                + "|pmon3\\.daemon\\.(kernel\\.Kernel|supervise\\.(Archive|Starter|EventSink|Clock|Decider))")
                .check(ALL);
    }

    @Test
    void onlyTheKernelPackageTouchesJnr() {
        noClasses()
                .that()
                .resideOutsideOfPackage("pmon3.daemon.kernel..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jnr..", "com.kenai..")
                .check(ALL);
    }

    @Test
    void onlyTheStorePackageTouchesSql() {
        noClasses()
                .that()
                .resideOutsideOfPackage("pmon3.daemon.store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..")
                .check(ALL);
    }

    /** The reaper would reap the child of another starter, which would wait for ever; and onExit would reap the reaper's. */
    @Test
    void theDaemonStartsNoProcessesBehindTheKernelsBack() {
        noClasses()
                .that()
                .resideInAPackage(DAEMON)
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ProcessBuilder.class, Process.class)
                .orShould()
                .callMethod(ProcessHandle.class, "onExit")
                .orShould()
                .callMethod(Runtime.class, "exec", String.class)
                .orShould()
                .callMethod(Runtime.class, "exec", String[].class)
                .check(ALL);
    }

    /** A client that truncates a file which the daemon has mapped could end it. */
    @Test
    void theDaemonMapsNoMemory() {
        noClasses()
                .that()
                .resideInAPackage(DAEMON)
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.nio.MappedByteBuffer")
                .orShould()
                .callMethod(FileChannel.class, "map", FileChannel.MapMode.class, long.class, long.class)
                .check(ALL);
    }

    /** Each would cost the client's start more than its own work does. */
    @Test
    void theClientIsFreeOfWhatCostsItsStart() {
        noClasses()
                .that()
                .resideInAnyPackage(CLIENT)
                .or()
                .resideInAnyPackage(COMMON)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("tools.jackson..", "org.slf4j..", "java.util.logging..", "java.lang.reflect..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(ProcessHandle.class)
                .check(ALL);
    }
}
