package dev.ropeway.servicenow;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.camel.component.servicenow.ServiceNowConfiguration;
import org.apache.camel.component.servicenow.auth.AuthenticationRequestFilter;
import org.apache.cxf.common.util.ClassHelper;
import org.apache.cxf.common.util.ClassUnwrapper;
import org.apache.cxf.jaxrs.client.JAXRSClientFactoryBean;
import org.apache.cxf.jaxrs.client.WebClient;

/**
 * What the component needs in a native image and, as it is used without its Quarkus extension,
 * nobody else says (docs/decisions/0020).
 *
 * <p>Registered: the configuration, whose setters Camel calls by the names of its options; the
 * exceptions that routes name; the model of the component's, which Jackson fills.
 */
@RegisterForReflection(
    classNames = {
      "org.apache.camel.component.servicenow.ServiceNowConfiguration",
      "org.apache.camel.component.servicenow.ServiceNowException",
      "org.apache.camel.component.servicenow.ServiceNowExceptionModel",
      "jakarta.ws.rs.ProcessingException",
      "com.fasterxml.jackson.core.JsonProcessingException"
    })
final class NativeImage {

  private NativeImage() {}

  /**
   * CXF would look for a Spring configuration; an image is linked whole, and there is no Spring.
   */
  @TargetClass(WebClient.class)
  static final class NoSpringConfiguration {

    private NoSpringConfiguration() {}

    /** No bus is set, so it takes the default one: ours. */
    @Substitute
    static JAXRSClientFactoryBean getBean(String baseAddress, String configLocation) {
      JAXRSClientFactoryBean bean = new JAXRSClientFactoryBean();
      bean.setAddress(baseAddress);
      return bean;
    }
  }

  /** CXF would unwrap classes that Spring wrapped. */
  @TargetClass(ClassHelper.class)
  static final class NoSpringProxies {

    private NoSpringProxies() {}

    @Substitute
    private static ClassUnwrapper getClassUnwrapper(ClassUnwrapper plain) {
      return plain;
    }
  }

  /**
   * The component's login without its OAuth client, which is left out (docs/decisions/0028): the
   * builder would load the classes that it is made of. Our connections log in by themselves.
   */
  @Substitute
  @TargetClass(AuthenticationRequestFilter.class)
  static final class NoOAuthClient implements ClientRequestFilter {

    private final String basic;

    @Substitute
    NoOAuthClient(ServiceNowConfiguration configuration) {
      if (configuration.hasOAuthAuthentication()) {
        throw new UnsupportedOperationException("OAuth is for direct:call-servicenow");
      }
      String login = configuration.getUserName() + ":" + configuration.getPassword();
      this.basic =
          configuration.hasBasicAuthentication()
              ? "Basic "
                  + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8))
              : null;
    }

    @Substitute
    @Override
    public void filter(ClientRequestContext request) {
      if (basic != null) {
        request.getHeaders().add("Authorization", basic);
      }
    }
  }
}
