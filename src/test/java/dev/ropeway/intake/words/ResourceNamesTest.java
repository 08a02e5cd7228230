package dev.ropeway.intake.words;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceNamesTest {

  @ParameterizedTest
  @CsvSource({
    "arn:aws:ecr:eu-west-2:111122223333:repository/shop/sha256:abc, shop",
    "arn:aws:ecr:eu-west-2:111122223333:repository/team/shop/sha256:abc, team/shop",
    "arn:aws:ecr:eu-west-2:111122223333:repository/team/shop, team/shop",
    "111122223333.dkr.ecr.eu-west-2.amazonaws.com/team/shop@sha256:abc, team/shop",
    "ghcr.io/acme/shop:1.2@sha256:abc, acme/shop",
    "localhost:5000/shop:1.2, shop",
    "docker-pullable://registry.example.org/shop@sha256:abc, shop",
    "acme/shop:latest, acme/shop",
    "shop, shop",
    "repositories/ski/lift-control/images/sha256:0f0f, ski/lift-control",
    "/repositories/ski/lift-control/images/sha256:0f0f, ski/lift-control",
    "sha256:abc, ",
    "'', "
  })
  void an_image_is_known_by_its_repository(String id, String repository) {
    assertThat(ResourceNames.repository(id)).isEqualTo(repository);
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:ec2:eu-west-1:1111:instance/i-0a, i-0a",
    "AWS::::Account:222233334444, 222233334444",
    "arn:aws:ecr:eu-west-2:1111:repository/team/shop/sha256:abc, team/shop",
    "arn:aws:lambda:eu-west-1:1111:function:shop, shop",
    "arn:aws:lambda:eu-west-1:1111:function:shop:$LATEST, shop",
    "arn:aws:ecs:eu-west-1:1111:task-definition/shop:12, shop",
    "arn:aws:logs:eu-west-1:1111:log-group:/aws/lambda/shop:*, shop",
    "shop@sha256:abc, shop",
    "i-0a, i-0a"
  })
  void a_resource_of_aws_is_known_by_the_end_of_its_id_without_versions(String id, String name) {
    assertThat(ResourceNames.ofAws(id)).isEqualTo(name);
  }
}
