package org.saliency.spark;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Set;

/** Dependency rules between packages; the design page of the documentation gives the reasons. */
@AnalyzeClasses(packages = "org.saliency", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String DJL = "ai.djl..";

  private static final String[] JOBS = {"score", "evaluate", "leaderboard", "report"};

  /** Methods of Hadoop's FileSystem and FileContext that write, move or delete. */
  private static final Set<String> WRITES =
      Set.of(
          "append",
          "completeLocalOutput",
          "concat",
          "copyFromLocalFile",
          "create",
          "createFile",
          "createNewFile",
          "createNonRecursive",
          "delete",
          "deleteOnExit",
          "mkdir",
          "mkdirs",
          "moveFromLocalFile",
          "rename",
          "setPermission",
          "setTimes",
          "truncate");

  private static final Set<String> STRING_FORMATS =
      Set.of("format", "formatted", "toLowerCase", "toUpperCase");

  private static final Set<String> PRINTER_FORMATS = Set.of("format", "printf");

  @ArchTest
  static final ArchRule purePackagesDoNotDependOnSparkOrDjl =
      noClasses()
          .that()
          .resideInAnyPackage(
              "org.saliency.frame..",
              "org.saliency.map..",
              "org.saliency.metric..",
              "org.saliency.png..",
              "org.saliency.drawing..",
              "org.saliency.checkpoint..",
              "org.saliency.spark.plan..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..", DJL);

  @ArchTest
  static final ArchRule modelTrainingDoesNotDependOnSparkOrTheJobs =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.saliency.spark..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.spark..", "org.apache.hadoop..", "scala..", "org.saliency.spark..");

  @ArchTest
  static final ArchRule onlyPytorchTrainingAndSparkDependOnDjl =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.saliency.spark..", "org.saliency.training..", "org.saliency.pytorch..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(DJL);

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("org.saliency.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule jobsDoNotDependOnEachOther =
      noClasses()
          .that()
          .resideInAnyPackage(packages(JOBS))
          .should(dependOnAnotherJob())
          .as("score, evaluate, leaderboard and report should not depend on each other");

  @ArchTest
  static final ArchRule onlyStorageAndOutputWriteToHadoop =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.saliency.spark.storage..", "org.saliency.spark.output..")
          .should()
          .callCodeUnitWhere(
              describe(
                  "a Hadoop file system is written to",
                  (JavaCall<?> call) ->
                      isFileSystem(call.getTargetOwner()) && WRITES.contains(call.getName())));

  @ArchTest
  static final ArchRule textDoesNotDependOnTheDefaultLocale =
      noClasses()
          .should()
          .callCodeUnitWhere(
              describe(
                  "text is formatted in the default locale, whose digits may not be 0 to 9",
                  ArchitectureTest::usesDefaultLocale))
          .because("file names, filters and tables are read by programs: pass Locale.ROOT");

  private static boolean usesDefaultLocale(JavaCall<?> call) {
    boolean hasLocale =
        call.getTarget().getRawParameterTypes().stream()
            .anyMatch(type -> type.isEquivalentTo(Locale.class));
    JavaClass owner = call.getTargetOwner();
    return !hasLocale
        && (owner.isEquivalentTo(String.class)
            ? STRING_FORMATS.contains(call.getName())
            : isPrinter(owner) && PRINTER_FORMATS.contains(call.getName()));
  }

  private static boolean isPrinter(JavaClass type) {
    return type.isAssignableTo(PrintStream.class) || type.isAssignableTo(PrintWriter.class);
  }

  private static String[] packages(String... jobs) {
    return java.util.Arrays.stream(jobs)
        .map(job -> "org.saliency.spark." + job + "..")
        .toArray(String[]::new);
  }

  private static boolean isFileSystem(JavaClass type) {
    return type.isAssignableTo("org.apache.hadoop.fs.FileSystem")
        || type.isAssignableTo("org.apache.hadoop.fs.FileContext");
  }

  private static ArchCondition<JavaClass> dependOnAnotherJob() {
    return new ArchCondition<>("depend on another job") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String own = job(type);
        type.getDirectDependenciesFromSelf().stream()
            .filter(
                dependency -> {
                  String other = job(dependency.getTargetClass());
                  return !other.isEmpty() && !other.equals(own);
                })
            .forEach(
                dependency ->
                    events.add(
                        SimpleConditionEvent.satisfied(dependency, dependency.getDescription())));
      }
    };
  }

  /** The job that a class belongs to; empty if none. */
  private static String job(JavaClass type) {
    for (String job : JOBS) {
      DescribedPredicate<JavaClass> inside =
          JavaClass.Predicates.resideInAPackage("org.saliency.spark." + job + "..");
      if (inside.test(type)) {
        return job;
      }
    }
    return "";
  }
}
