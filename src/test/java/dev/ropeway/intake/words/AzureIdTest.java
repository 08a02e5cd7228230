package dev.ropeway.intake.words;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureIdTest {

  @ParameterizedTest
  @CsvSource({
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/a/databases/b,"
        + " Microsoft.Sql/servers/databases",
    "/subscriptions/s/providers/A.B/c/d/providers/Microsoft.Security/assessments/k,"
        + " Microsoft.Security/assessments",
    "/subscriptions/s/providers/Microsoft.Security/secureScores, Microsoft.Security/secureScores",
    "/subscriptions/s/providers/Microsoft.Security,",
    "/subscriptions/s/providers/,",
    "/subscriptions/s,",
    "motor-1,",
    ","
  })
  void the_type_is_what_stands_between_the_names(String id, String type) {
    assertThat(AzureId.type(id)).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({
    "/x/Assessments/key/subAssessments/s, key",
    "/x/assessments, ",
    "/x/assessments//y, ",
    "/x, ",
    ","
  })
  void what_follows_a_segment_is_found_in_any_case(String id, String name) {
    assertThat(AzureId.after("assessments", id)).isEqualTo(name);
  }
}
