package dev.ropeway.servicenow;

import dev.ropeway.servicenow.cxf.SentOnce;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.ext.RuntimeDelegate;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.camel.quarkus.main.events.BeforeConfigure;
import org.apache.cxf.BusFactory;
import org.apache.cxf.bus.extension.ExtensionManagerBus;
import org.apache.cxf.bus.managers.ClientLifeCycleManagerImpl;
import org.apache.cxf.bus.managers.PhaseManagerImpl;
import org.apache.cxf.configuration.jsse.TLSClientParameters;
import org.apache.cxf.configuration.security.AuthorizationPolicy;
import org.apache.cxf.endpoint.ClientLifeCycleManager;
import org.apache.cxf.interceptor.MessageSenderInterceptor;
import org.apache.cxf.jaxrs.impl.RuntimeDelegateImpl;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.AbstractPhaseInterceptor;
import org.apache.cxf.phase.Phase;
import org.apache.cxf.phase.PhaseManager;
import org.apache.cxf.transport.ConduitInitiatorManager;
import org.apache.cxf.transport.http.HTTPConduit;
import org.apache.cxf.transport.http.HTTPConduitConfigurer;
import org.apache.cxf.transport.http.HTTPTransportFactory;
import org.apache.cxf.transport.http.auth.HttpAuthSupplier;
import org.apache.cxf.transports.http.configuration.HTTPClientPolicy;

/**
 * The HTTP under the {@code servicenow:} component: time-outs, HTTP/1.1, no cookies, no redirects,
 * the integration's credentials, and answers turned into a form that the component can read.
 */
@ApplicationScoped
class Transport {

  private final BearerTokens tokens;
  private final TlsContexts tls;
  private final CallGate gate;
  private final Clock clock;

  Transport(BearerTokens tokens, TlsContexts tls, CallGate gate, Clock clock) {
    this.tokens = tokens;
    this.tls = tls;
    this.gate = gate;
    this.clock = clock;
  }

  /** Before the first producer starts: a later default bus would be silently ignored. */
  void start(@Observes BeforeConfigure event) {
    ProxyServer.allowLogins();
    RuntimeDelegate.setInstance(new RuntimeDelegateImpl());
    Map<Class<?>, Object> extensions = new HashMap<>();
    extensions.put(PhaseManager.class, new PhaseManagerImpl());
    extensions.put(ClientLifeCycleManager.class, new ClientLifeCycleManagerImpl());
    extensions.put(HTTPConduitConfigurer.class, (HTTPConduitConfigurer) this::configure);
    ExtensionManagerBus bus =
        new ExtensionManagerBus(extensions, null, getClass().getClassLoader());
    HTTPTransportFactory http = new HTTPTransportFactory();
    ConduitInitiatorManager initiators = bus.getExtension(ConduitInitiatorManager.class);
    HTTPTransportFactory.DEFAULT_NAMESPACES.forEach(
        namespace -> initiators.registerConduitInitiator(namespace, http));
    bus.getOutInterceptors().add(new Outgoing());
    bus.getOutInterceptors().add(new SentOnce.PerMessage());
    bus.getInInterceptors().add(new Normalise(clock));
    bus.initialize();
    BusFactory.setDefaultBus(bus);
  }

  private void configure(String name, String address, HTTPConduit conduit) {
    Connection connection = CallInProgress.current().connection();
    HTTPClientPolicy policy = new HTTPClientPolicy();
    policy.setConnectionTimeout(Math.min(10_000, connection.timeout().toMillis()));
    policy.setVersion("1.1");
    policy.setAutoRedirect(false);
    // CXF takes a second refusal for a loop and throws, with nothing left of the answer.
    policy.setMaxRetransmits(1);
    ProxyServer proxy = connection.proxy();
    if (proxy != null) {
      policy.setProxyServer(proxy.host());
      policy.setProxyServerPort(proxy.port());
    }
    conduit.setClient(policy);
    SSLContext context = tls.of(connection);
    if (context != null) {
      TLSClientParameters parameters = new TLSClientParameters();
      parameters.setSslContext(context);
      conduit.setTlsClientParameters(parameters);
    }
    if (connection.credentials() instanceof Credentials.OAuth) {
      conduit.setAuthSupplier(new Bearer());
    }
  }

  /** The token of the call's connection, and once another when the instance refuses it. */
  private final class Bearer implements HttpAuthSupplier {

    private static final String SCHEME = "Bearer ";
    private static final String SENT = "ropeway.token";

    /** Kept to be sent again with a new token when the first is refused. */
    @Override
    public boolean requiresRequestCaching() {
      return true;
    }

    @Override
    public String getAuthorization(
        AuthorizationPolicy authorization, URI uri, Message message, String refused) {
      Connection connection = CallInProgress.current().connection();
      if (refused != null) {
        // Beside the status of an answer CXF drops what is thrown, and has no answer to read.
        message.getExchange().remove(Message.RESPONSE_CODE);
        // A second request of the same call, and counted by the instance as one.
        CallInProgress call = CallInProgress.current();
        gate.enter(connection.name(), call.purpose());
      }
      String token =
          refused == null
              ? tokens.token(connection)
              : tokens.renewed(connection, (String) message.get(SENT));
      message.put(SENT, token);
      return token == null ? null : SCHEME + token;
    }
  }

  /** Puts what belongs to one call, and not to its client, on the request. */
  private static final class Outgoing extends AbstractPhaseInterceptor<Message> {

    Outgoing() {
      super(Phase.PREPARE_SEND);
      addBefore(MessageSenderInterceptor.class.getName());
    }

    @Override
    public void handleMessage(Message message) {
      CallInProgress call = CallInProgress.current();
      call.connection().requirePublic();
      message.put(Message.RECEIVE_TIMEOUT, call.timeout().toMillis());
      Credentials credentials = call.connection().credentials();
      if (credentials instanceof Credentials.Basic basic) {
        Normalise.headers(message).put("Authorization", List.of(basic.header()));
      } else if (credentials instanceof Credentials.ApiKey key) {
        Normalise.headers(message).put("x-sn-apikey", List.of(key.key()));
      }
      ProxyServer proxy = call.connection().proxy();
      if (proxy != null && proxy.authorization() != null) {
        // Goes to the proxy with CONNECT, and no further.
        Normalise.headers(message).put("Proxy-Authorization", List.of(proxy.authorization()));
      }
    }

    /** A failure that is the proxy's is told from one of the instance. */
    @Override
    public void handleFault(Message message) {
      Connection connection = CallInProgress.current().connection();
      Exception thrown = message.getContent(Exception.class);
      if (connection.proxy() != null && thrown != null) {
        ProxyException proxy = connection.proxy().blame(thrown, connection.url(), false);
        if (proxy != null) {
          message.setContent(Exception.class, proxy);
        }
      }
    }
  }
}
